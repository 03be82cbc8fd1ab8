import { startSystem, type System, type SystemOptions } from '@ticketing/local';
import {
  dashboardPort,
  Notices,
  openDashboard,
  readSettings,
  surviveDashboard,
} from '@ticketing/local/dashboard';

/**
 * Shows a campaign to people while it runs. Each of its systems has the dashboard at the same address. It has no buttons: a
 * process that somebody ends by hand would be a broken promise.
 */
export class Dashboard {
  private readonly notices = new Notices();

  private constructor(
    private readonly port: number,
    say: (line: string) => void,
  ) {
    surviveDashboard(say);
    say(`Dashboard on ${this.url}, while a system of the campaign runs`);
  }

  /** @param env `DASHBOARD_PORT` may name the port. */
  static async choose(say: (line: string) => void, env: NodeJS.ProcessEnv = process.env): Promise<Dashboard> {
    const port = await dashboardPort({ port: 0, dashboardPort: readSettings(env).dashboardPort });
    if (port === 'off') throw new Error('DASHBOARD_PORT is off, so there can be no --dashboard');
    return new Dashboard(port, say);
  }

  get url(): string {
    return `http://localhost:${this.port}`;
  }

  /** Starts a system and opens the dashboard while it starts. */
  async start(options: SystemOptions): Promise<System> {
    let opened: Promise<unknown> = Promise.resolve();
    const system = await startSystem({
      ...options,
      dashboard: true,
      dashboardPort: this.port,
      onCreated: (created) => {
        opened = openDashboard(created, { watchOnly: true, notices: this.notices });
        opened.catch(() => undefined); // it is thrown below
      },
    });
    try {
      await opened;
      return system;
    } catch (error) {
      await system.stop();
      throw error;
    }
  }

  /**
   * Shows a text on each page until it is over.
   * @returns the function that ends this.
   */
  show(text: string): () => void {
    return this.notices.hold(text);
  }

  /** Shows a text on each page for a while. */
  tell(text: string): void {
    this.notices.add(text);
  }
}
