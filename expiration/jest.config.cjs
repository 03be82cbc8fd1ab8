module.exports = { ...require('../jest.preset.cjs'), displayName: 'expiration', rootDir: __dirname };
