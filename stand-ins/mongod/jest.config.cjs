module.exports = { ...require('../../jest.preset.cjs'), displayName: 'mongod', rootDir: __dirname };
