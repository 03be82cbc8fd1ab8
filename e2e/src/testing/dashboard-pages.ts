import { openDashboard } from '@ticketing/local/dashboard';
import type { SystemOptions } from '@ticketing/local';
import { RunningSystem } from './running-system.js';

/** The whole system with its dashboard, as `npm start` has it. The site does not run unless it is asked for. */
export async function startWithDashboard(options: SystemOptions = {}): Promise<RunningSystem> {
  let opened: Promise<string> | undefined;
  const running = await RunningSystem.start({
    site: false,
    dashboard: true,
    dashboardPort: 0,
    onCreated: (system) => {
      opened = openDashboard(system);
    },
    ...options,
  });
  await opened;
  return running;
}

/** The pages of a dashboard, as a browser without scripts sees them. */
export class DashboardPages {
  constructor(readonly url: string) {}

  /** The text of a page. Blanks and ends of lines are one blank. */
  async get(path: string): Promise<string> {
    const response = await fetch(this.url + path);
    const text = await response.text();
    if (!response.ok) throw new Error(`${path} was answered with ${response.status}: ${text}`);
    return text.replace(/\s+/g, ' ');
  }

  /** Presses a button of a page: the first one that goes to `action`, and of these the one that has `field`. */
  async press(path: string, action: string, field = ''): Promise<void> {
    const forms = (await this.get(path)).split('<form ').slice(1);
    const form = forms.find((each) => each.includes(`action="${action}"`) && each.includes(field));
    if (!form) throw new Error(`${path} has no button that goes to ${action}`);
    const fields = [...form.split('</form>')[0]!.matchAll(/type="hidden" name="(\w+)" value="([^"]*)"/g)];
    const body = new URLSearchParams(fields.map(([, name, value]) => [name!, value!]));
    const response = await fetch(this.url + action, { method: 'POST', body, redirect: 'manual' });
    if (response.status !== 303) throw new Error(`${action} was answered with ${response.status}`);
  }
}
