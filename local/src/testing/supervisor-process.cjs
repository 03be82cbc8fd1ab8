// A supervisor in a process of its own that tests may kill: usage: supervisor-process.cjs <data dir>
const { join } = require('node:path');
const dist = join(__dirname, '../../dist');
const { startSystem } = require(join(dist, 'system.js'));
const { NodeService } = require(join(dist, 'servers/node-service.js'));

const fake = (name) =>
  new NodeService({ name, script: join(__dirname, 'fake-service.cjs'), env: () => ({ NAME: name }) });
const nowhere = { host: '127.0.0.1', port: 1 };
const topology = () => {
  const [one, two] = [fake('one'), fake('two')];
  const backing = () => ({ mongo: {}, nats: {}, redis: nowhere });
  return { components: [{ server: one }, { server: two, after: [one] }], gateway: two, backing };
};

startSystem({ dataDir: process.argv[2], port: 0, redis: nowhere, stripe: 'stand-in', topology }).then(
  () => console.log('ready'),
  (error) => {
    console.error(error);
    process.exit(1);
  },
);
