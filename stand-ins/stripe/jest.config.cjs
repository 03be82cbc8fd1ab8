module.exports = { ...require('../../jest.preset.cjs'), displayName: 'stripe', rootDir: __dirname };
