import { rmSync } from 'node:fs';
import { FakeSystem } from '../../testing/fake-system.js';
import { type Answer, send } from '../../testing/http.js';
import { type DashboardOptions, openDashboard } from '../open-dashboard.js';

/** The dashboard of a system of three small processes. */
export class FakeDashboard {
  readonly fake = new FakeSystem();
  private port = 0;

  async open(options?: DashboardOptions): Promise<void> {
    const system = await this.fake.start({ dashboard: true, dashboardPort: 0 });
    await openDashboard(system, options);
    this.port = system.dashboardPort!;
  }

  async close(): Promise<void> {
    await this.fake.system?.stop();
    rmSync(this.fake.dataDir, { recursive: true, force: true });
  }

  get host(): string {
    return `localhost:${this.port}`;
  }

  get system() {
    return this.fake.system!;
  }

  /** Sends a request as a page of the dashboard would, except for the headers that are given. */
  send(method: string, path: string, headers: Record<string, string> = {}, body?: string): Promise<Answer> {
    return send(`http://127.0.0.1:${this.port}`, path, {
      method,
      headers: { host: this.host, ...headers },
      body,
    });
  }

  get(path: string): Promise<Answer> {
    return this.send('GET', path);
  }

  /** Presses a button of a page. The form carries the token of the page, unless there is another one in the fields. */
  async press(
    page: string,
    action: string,
    fields: Record<string, string> = {},
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    const token = /name="token"\s+value="([^"]+)"/.exec((await this.get(page)).body)?.[1] ?? '';
    const form = new URLSearchParams({ token, ...fields }).toString();
    const origin = `http://${this.host}`;
    const type = 'application/x-www-form-urlencoded';
    return this.send('POST', action, { origin, 'content-type': type, ...headers }, form);
  }
}
