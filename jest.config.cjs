module.exports = {
  projects: ['common', 'local', 'auth', 'tickets', 'orders', 'expiration'].map((name) => `<rootDir>/${name}`),
  maxWorkers: 2,
};
