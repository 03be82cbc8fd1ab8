import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { INFRA } from '../model/render.js';

export const ALERTS_FILE = join(INFRA, 'k8s-monitoring/alerts.yaml');

export interface Alert {
  alert: string;
  expr: string;
  labels: { severity?: string };
  annotations: { summary?: string; description?: string; runbook_url?: string };
}

export interface Panel {
  id: number;
  title: string;
  type: string;
  description?: string;
  targets?: { expr: string; legendFormat: string }[];
}

/** The rules that Prometheus gets. */
export function readAlerts(): Alert[] {
  const file = parse(readFileSync(ALERTS_FILE, 'utf8')) as { groups: { rules: Alert[] }[] };
  return file.groups.flatMap(({ rules }) => rules);
}

/** The panels that Grafana gets, without the titles of their rows. */
export function readPanels(): Panel[] {
  const text = readFileSync(join(INFRA, 'k8s-monitoring/dashboard.json'), 'utf8');
  const { panels } = JSON.parse(text) as { panels: Panel[] };
  return panels.filter(({ type }) => type !== 'row');
}

/** Every expression of the alerts and of the dashboard, with the place where it stands. */
export const readExpressions = (): { where: string; expr: string }[] => [
  ...readAlerts().map(({ alert, expr }) => ({ where: alert, expr })),
  ...readPanels().flatMap(({ title, targets = [] }) =>
    targets.map(({ expr }) => ({ where: `the panel "${title}"`, expr })),
  ),
];
