import { get } from 'node:http';
import { join } from 'node:path';
import { ChildServer, type Command } from '@ticketing/processes';
import { withoutStripe } from '../settings.js';

export interface NodeServiceOptions {
  name: string;
  /** The script that `node` runs. */
  script: string;
  args?: string[];
  /** The script is a bundle. It starts with the code that V8 compiled in an earlier run. */
  bundled?: boolean;
  /** Stack traces show the lines of the TypeScript files. It makes a start a fifth slower. */
  sourceMaps?: boolean;
  /** Is called at every start, when the ports of the servers that it needs are known. */
  env?: () => Record<string, string>;
  port?: number;
  /** The path that answers 200 when the service is ready. The default is `/readyz`. */
  readyPath?: string;
}

const RUN_BUNDLE = join(__dirname, '../run-bundle.js');

/**
 * A Node program that reads its settings from the environment and answers 200 on `/readyz` when it is ready.
 */
export class NodeService extends ChildServer {
  readonly name: string;
  protected override readonly startLimitMs = 60_000;
  protected override readonly stopLimitMs = 20_000; // a service may take 15 s to finish the work that it has begun

  constructor(private readonly options: NodeServiceOptions) {
    super(options.port);
    this.name = options.name;
  }

  protected command(port: number): Command {
    const env = {
      ...withoutStripe(process.env), // the keys of Stripe are for payments alone, which gets them as its settings
      NODE_ENV: 'production',
      ...this.options.env?.(),
      HOST: '127.0.0.1',
      PORT: String(port),
    };
    const { script, args = [], bundled, sourceMaps } = this.options;
    return {
      file: process.execPath,
      args: [
        ...(sourceMaps ? ['--enable-source-maps'] : []),
        ...(bundled ? [RUN_BUNDLE] : []),
        script,
        ...args,
      ],
      env,
    };
  }

  protected override ready(port: number): Promise<boolean> {
    return new Promise((resolve) => {
      const request = get({
        host: '127.0.0.1',
        port,
        path: this.options.readyPath ?? '/readyz',
        agent: false,
      });
      request.setTimeout(2_000, () => request.destroy());
      request.once('error', () => resolve(false));
      request.once('response', (response) => {
        response.resume();
        resolve(response.statusCode === 200);
      });
    });
  }
}
