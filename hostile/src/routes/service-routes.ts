import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

// jest runs the sources, and a service loads the built file
const RECORDER = join(__dirname, '../../dist/routes/preload.js');

/** The services of a system write their routes here when they start. */
export class ServiceRoutes {
  private readonly folder = mkdtempSync(join(tmpdir(), 'ticketing-routes-'));

  /** For the environment of an instance. */
  readonly env = (instance: string, ...preloads: string[]): Record<string, string> => ({
    HOSTILE_FOLDER: this.folder,
    HOSTILE_INSTANCE: instance,
    NODE_OPTIONS: [...preloads, RECORDER].map((file) => `--require ${JSON.stringify(file)}`).join(' '),
  });

  /** Every route of every service that has started, such as `PUT /api/tickets/:id`, once. */
  read(): string[] {
    const files = readdirSync(this.folder).map((name) => readFileSync(join(this.folder, name), 'utf8'));
    return [...new Set(files.flatMap((text) => JSON.parse(text) as string[]))].sort();
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
