module.exports = {
  projects: ['common', 'local', 'auth', 'tickets', 'orders', 'expiration', 'client', 'infra', 'delivery'].map(
    (name) => `<rootDir>/${name}`,
  ),
  maxWorkers: 2,
  testTimeout: 30_000, // the one of a project does not count when several run together
};
