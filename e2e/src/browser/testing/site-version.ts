import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { cookieSettings, NodeService, type System } from '@ticketing/local';
import { SITE, urlSettingOf } from '@ticketing/system';
import { actionIdsOf } from '../../testing/action-ids.js';

const ROOT = join(__dirname, '../../../..');
const SITE_DIR = join(ROOT, SITE.name);
const LEFT_OUT = /\.test\.ts$|[/\\]\.next$|tsbuildinfo$/;

/**
 * Another version of the site, built from a copy of its sources in another folder. So all of its actions have other ids,
 * as if all of them had been moved to other files.
 */
export class SiteVersion {
  private constructor(private readonly folder: string) {}

  static async build(): Promise<SiteVersion> {
    mkdirSync(join(ROOT, '.local'), { recursive: true });
    const version = new SiteVersion(mkdtempSync(join(ROOT, '.local/version-')));
    cpSync(SITE_DIR, version.folder, { recursive: true, filter: (file) => !LEFT_OUT.test(file) });
    version.edit('next.config.ts', "import.meta.dirname, '..'", "import.meta.dirname, '../..'");
    await version.build();
    return version;
  }

  async build(): Promise<void> {
    const script = join(ROOT, 'scripts/build-site.mjs');
    await promisify(execFile)(process.execPath, [script, this.folder], { cwd: ROOT, timeout: 300_000 });
  }

  /** Replaces text in a source file. */
  edit(file: string, from: string, to: string): void {
    const path = join(this.folder, file);
    const text = readFileSync(path, 'utf8');
    if (!text.includes(from)) throw new Error(`${file} has no ${from}`);
    writeFileSync(path, text.replace(from, to));
  }

  /** The ids of the actions, by their names. */
  actionIds(): Record<string, string> {
    return actionIdsOf(this.folder);
  }

  /** Runs this version in place of the system's own site, with a key of its own, until `act` has ended. */
  async insteadOfSite(system: System, act: () => Promise<void>): Promise<void> {
    const own = system.process(SITE.name);
    const service = new NodeService({
      name: 'other-version',
      script: join(this.folder, '.next/standalone/.local', basename(this.folder), 'server.js'),
      port: own.port,
      readyPath: '/healthz',
      env: () => ({
        HOSTNAME: '127.0.0.1',
        NEXT_TELEMETRY_DISABLED: '1',
        ...cookieSettings({ port: Number(new URL(system.url).port) }),
        [SITE.keySetting]: randomBytes(32).toString('base64'),
        ...Object.fromEntries(
          SITE.calls.map((name) => [urlSettingOf(name), `http://127.0.0.1:${system.process(name).port}`]),
        ),
      }),
    });
    await own.stop();
    try {
      await service.start();
      await act();
    } finally {
      await service.stop();
      await own.start();
    }
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
