import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { NodeService } from '@ticketing/local';
import { freePort } from '@ticketing/processes';

const ROOT = join(__dirname, '../../..');
const NEXT = join(ROOT, 'node_modules/next/dist/bin/next');
const FILES = {
  'package.json': '{"private":true,"type":"module"}',
  'next.config.mjs': `export default { turbopack: { root: ${JSON.stringify(ROOT)} } };`,
  'app/layout.jsx': 'export default ({ children }) => <html lang="en"><body>{children}</body></html>;',
  'app/page.jsx': "export const dynamic = 'force-dynamic';\nexport default () => <h1>Hello</h1>;",
};

/** A minimal site with the same Next.js. It is built anew each time. */
export class MinimalSite {
  private constructor(
    private readonly folder: string,
    private readonly service: NodeService,
  ) {}

  static async start(): Promise<MinimalSite> {
    // within the project, so that Node finds the dependencies
    mkdirSync(join(ROOT, '.local'), { recursive: true });
    const folder = mkdtempSync(join(ROOT, '.local/minimal-'));
    const args = ['start', folder, '--hostname', '127.0.0.1'];
    const port = await freePort();
    const site = new MinimalSite(
      folder,
      new NodeService({ name: 'minimal', script: NEXT, args, port, readyPath: '/' }),
    );
    try {
      for (const [file, text] of Object.entries(FILES)) {
        mkdirSync(dirname(join(folder, file)), { recursive: true });
        writeFileSync(join(folder, file), text);
      }
      const env = { ...process.env, NODE_ENV: 'production' as const, NEXT_TELEMETRY_DISABLED: '1' };
      await promisify(execFile)(process.execPath, [NEXT, 'build', folder], { env, timeout: 300_000 });
      await site.service.start();
    } catch (error) {
      await site.stop();
      throw error;
    }
    return site;
  }

  get url(): string {
    return `http://127.0.0.1:${this.service.port}/`;
  }

  async stop(): Promise<void> {
    await this.service.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
