module.exports = { ...require('../../jest.preset.cjs'), displayName: 'nats-streaming', rootDir: __dirname };
