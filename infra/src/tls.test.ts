import { spawnSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NatsConnection } from '@ticketing/common/bus';
import { createLogger } from '@ticketing/common/telemetry';
import { NatsStreamingServer } from '@ticketing/nats-streaming';
import { STORES, TIMERS } from './architecture';
import { INFRA } from './model/render';

// These tests start servers with certificates of certificates.sh.

const has = (program: string) => spawnSync(program, ['--version']).error === undefined;
const hasOpenssl = has('openssl');
if (!hasOpenssl) console.warn('TLS is not tested: openssl is not on the PATH');

let dir: string;
const certificates = () => join(dir, 'certificates');
const makeCertificates = (folder = certificates()) =>
  spawnSync('bash', [join(INFRA, 'certificates.sh'), folder], { encoding: 'utf8' });
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'ticketing-access-'));
  if (hasOpenssl) expect(makeCertificates()).toMatchObject({ status: 0 });
}, 60_000);
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const file = (name: string) => join(certificates(), name);
const withOpenssl = hasOpenssl ? describe : describe.skip;

withOpenssl('certificates.sh', () => {
  const read = (name: string) => new X509Certificate(readFileSync(join(certificates(), `${name}.crt`)));
  const members = (app: string) => [0, 1, 2].map((index) => `${app}-${index}.${app}-srv`);
  const names: [string, string[]][] = [
    ...STORES.map(({ app }): [string, string[]] => [app, members(app)]),
    ...TIMERS.map(({ app }): [string, string[]] => [app, [`${app}-srv`]]),
    ['nats', ['nats-srv', ...[0, 1, 2].map((index) => `nats-${index}.nats-peers-srv`)]],
  ];

  it.each(names)('makes a certificate of the CA for %s, with its names and no others', (server, own) => {
    const certificate = read(server);
    expect(certificate.checkIssued(read('ca'))).toBe(true);
    expect(certificate.verify(read('ca').publicKey)).toBe(true);
    expect(own.filter((name) => certificate.checkHost(name) === undefined)).toEqual([]);
    expect(certificate.checkIP('127.0.0.1')).toBe('127.0.0.1');
    const foreign = names.filter(([other]) => other !== server).flatMap(([, others]) => others);
    expect(foreign.filter((name) => certificate.checkHost(name) !== undefined)).toEqual([]);
    expect(certificate.ca).toBe(false);
  });

  it('keeps the CA, and makes new certificates, when it runs again', () => {
    const [ca, nats] = [read('ca').fingerprint256, read('nats').fingerprint256];
    expect(makeCertificates().status).toBe(0);
    expect(read('ca').fingerprint256).toBe(ca);
    expect(read('nats').fingerprint256).not.toBe(nats);
    expect(readdirSync(certificates()).filter((name) => name.endsWith('.csr'))).toEqual([]);
  }, 60_000);
});

withOpenssl('a bus with TLS', () => {
  let server: NatsStreamingServer;
  beforeAll(async () => {
    server = new NatsStreamingServer({
      flags: ['-tls', '-tlscert', file('nats.crt'), '-tlskey', file('nats.key')],
    });
    await server.start();
  });
  afterAll(() => server.stop());

  const connect = (caFile: string | undefined) =>
    NatsConnection.connect({
      url: server.url.replace('127.0.0.1', 'localhost'),
      ...(caFile !== undefined && { caFile }),
      clusterId: server.clusterId,
      clientId: `tls-${process.pid}`,
      logger: createLogger('test', 'silent'),
      startLimitMs: 1_000,
    });

  it('is used by a service that knows the CA', async () => {
    const bus = await connect(file('ca.crt'));
    await bus.publish('tls', 'x');
    await bus.close();
  });

  it('is not used by a service that knows another CA, or none', async () => {
    expect(makeCertificates(join(dir, 'others')).status).toBe(0);
    await expect(connect(join(dir, 'others', 'ca.crt'))).rejects.toThrow(/can't be reached/);
    await expect(connect(undefined)).rejects.toThrow(/can't be reached/);
  }, 60_000);

  it('is the only bus that a service with a CA uses', async () => {
    const plain = new NatsStreamingServer();
    await plain.start();
    const url = plain.url;
    const logger = createLogger('test', 'silent');
    const options = { url, caFile: file('ca.crt'), clusterId: plain.clusterId, clientId: 'tls', logger };
    await expect(NatsConnection.connect({ ...options, startLimitMs: 500 })).rejects.toThrow(/secure/i);
    await plain.stop();
  });
});
