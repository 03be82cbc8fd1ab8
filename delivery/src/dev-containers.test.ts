import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NodeService } from '@ticketing/local';
import { MongoServer } from '@ticketing/mongod';
import { NatsStreamingServer } from '@ticketing/nats-streaming';
import { eventually, type Command } from '@ticketing/processes';
import { BuildContext } from './image/context.js';
import { parseDockerfile } from './image/dockerfile.js';
import { ImageBuilder, inImage, type Image } from './image/image-builder.js';
import { read, ROOT } from './root.js';
import { readSkaffold, syncDestination } from './skaffold/skaffold.js';

/** A compiler, or Next.js, must finish before the server answers with the change. */
const RELOAD_LIMIT_MS = 120_000;

const folder = mkdtempSync(join(tmpdir(), 'ticketing-dev-'));
const skaffold = readSkaffold(read('skaffold.yaml'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

class DevContainer extends NodeService {
  constructor(
    readonly image: Image,
    private readonly env: Record<string, string> = {},
  ) {
    super({
      name: `dev container of ${image.env['WORKSPACE'] ?? 'client'}`,
      script: '',
      readyPath: '/healthz',
    });
  }

  protected override command(port: number): Command {
    const { command, env } = this.image;
    // the container of the site listens on all addresses; here no other machine may reach it
    const args = command.slice(1).map((word) => (word === '0.0.0.0' ? '127.0.0.1' : word));
    const settings = { HOST: '127.0.0.1', PORT: String(port), HOME: folder, ...this.env };
    return {
      file: process.execPath,
      args,
      cwd: inImage(this.image, '.'),
      env: { PATH: process.env.PATH, ...env, ...settings },
    };
  }
}

/** Builds the dev image of an artifact as Skaffold does. `sync` changes a file as the sync rules of the artifact say. */
function artifactOf(workspace: string) {
  const artifact = skaffold.build.artifacts.find(({ image }) => image === `ticketing/${workspace}`)!;
  const { dockerfile, target, buildArgs } = artifact.docker;
  const context = new BuildContext(ROOT, read('.dockerignore'));
  const file = parseDockerfile(read(dockerfile));
  const image = new ImageBuilder(file, context, join(folder, workspace)).build(target, buildArgs);
  const sync = (path: string, from: string, to: string) => {
    const source = read(path);
    if (!source.includes(from)) throw new Error(`${path} does not have ${from}`);
    const destination = inImage(image, syncDestination(artifact)(path)!);
    expect(readFileSync(destination, 'utf8')).toBe(source);
    writeFileSync(destination, source.replace(from, to));
  };
  return { image, sync };
}

describe('the dev container of a service', () => {
  it('reloads a synced source, of the service or of common', async () => {
    const { image, sync } = artifactOf('auth');
    const mongo = new MongoServer();
    const nats = new NatsStreamingServer();
    await Promise.all([mongo.start(), nats.start()]);
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    const env = {
      MONGO_URI: mongo.uri('auth'),
      NATS_URL: nats.url,
      NATS_CLUSTER_ID: nats.clusterId,
      NATS_CLIENT_ID: 'auth',
      SESSION_KEY: privateKey.export({ type: 'pkcs8', format: 'der' }).toString('base64'),
      SESSION_PUBLIC_KEYS: publicKey.export({ type: 'spki', format: 'der' }).toString('base64'),
      DEVICE_KEY: 'a key for this test, of 32 characters or more',
    };
    const container = new DevContainer(image, { ...env, COOKIE_SECURE: 'false' });
    try {
      await container.start();
      const url = `http://127.0.0.1:${container.port}`;
      const body = async (path: string) => (await fetch(url + path)).text();
      expect(await body('/healthz')).toBe('{"status":"alive"}');
      expect(await body('/api/users/currentuser')).toBe('{"currentUser":null}');

      sync('auth/src/routes/current-user.ts', '{ currentUser', '{ reloaded: true, currentUser');
      await eventually(
        async () => expect(await body('/api/users/currentuser')).toContain('"reloaded":true'),
        RELOAD_LIMIT_MS,
      );
      sync('common/src/http/health.ts', "'alive'", "'alive and reloaded'");
      await eventually(
        async () => expect(await body('/healthz')).toContain('alive and reloaded'),
        RELOAD_LIMIT_MS,
      );
    } finally {
      await container.stop();
      await Promise.all([mongo.stop(), nats.stop()]);
    }
  }, 300_000);
});

describe('the dev container of the site', () => {
  it('reloads a synced source, and serves scripts to the host of the cluster only', async () => {
    const { image, sync } = artifactOf('client');
    const container = new DevContainer(image, { API_URL: 'http://127.0.0.1:9' });
    try {
      await container.start();
      const url = `http://127.0.0.1:${container.port}`;
      const page = async () => (await fetch(`${url}/auth/signin`)).text();
      expect(await page()).not.toContain('Reloaded title');
      sync('client/lib/words.ts', "title: 'Sign in'", "title: 'Reloaded title'");
      await eventually(async () => expect(await page()).toContain('Reloaded title'), RELOAD_LIMIT_MS);

      const script = /src="(\/_next\/static\/[^"]+)"/.exec(await page())![1]!;
      const asked = (site: string) => fetch(url + script, { headers: { origin: `https://${site}` } });
      expect((await asked('ticketing.dev')).status).toBe(200);
      expect((await asked('example.com')).status).toBe(403);
    } finally {
      await container.stop();
    }
  }, 300_000);
});
