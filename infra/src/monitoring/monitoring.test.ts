import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { serviceNames } from '@ticketing/system';
import { INFRA } from '../model/render';
import { ALERTS_FILE, readAlerts, readExpressions, readPanels } from './files';
import { parseExpression } from './selectors';

const alerts = readAlerts();
const panels = readPanels();
const operations = readFileSync(join(INFRA, '../docs/operations.md'), 'utf8');
/** The part of a page under a heading of the second level. */
const partUnder = (heading: string) =>
  operations.slice(operations.indexOf(`\n## ${heading}\n`) + 1).split('\n## ')[0]!;

describe('the selectors of an expression', () => {
  it('are its metrics, their labels, and what it groups by', () => {
    const text = 'sum by (app, le) (rate(a_total{x="1", y=~"2|3"}[5m])) / max(b) > 0 or absent(c{z!="4"})';
    expect(parseExpression(text)).toEqual({
      groupedBy: ['app', 'le'],
      selectors: [
        {
          metric: 'a_total',
          matchers: [
            { label: 'x', operator: '=', value: '1' },
            { label: 'y', operator: '=~', value: '2|3' },
          ],
        },
        { metric: 'b', matchers: [] },
        { metric: 'c', matchers: [{ label: 'z', operator: '!=', value: '4' }] },
      ],
    });
  });

  it.each(['sum(', 'rate(a_total[5m', 'a{b=}'])('are refused when it is no PromQL: %s', (text) =>
    expect(() => parseExpression(text)).toThrow('no PromQL'),
  );
});

it.each(readExpressions())('$where asks for metrics of this system alone', ({ expr }) => {
  const { selectors } = parseExpression(expr);
  expect(selectors.length).toBeGreaterThan(0);
  for (const { matchers } of selectors)
    expect(matchers).toContainEqual({ label: 'system', operator: '=', value: 'ticketing' });
});

describe('the alerts', () => {
  it.each(alerts)('$alert says how bad it is, what is wrong, and where to read on', (alert) => {
    const { severity } = alert.labels;
    const { summary, description, runbook_url } = alert.annotations;
    expect(['critical', 'warning']).toContain(severity);
    expect([summary, description]).toEqual([expect.stringMatching(/\S/), expect.stringMatching(/\S/)]);
    const anchor = alert.alert.toLowerCase();
    expect(runbook_url).toBe(`{{ $externalLabels.ticketing_docs }}/docs/operations.md#${anchor}`);
  });

  it('have each a heading in docs/operations.md, in the same order, and no other has one', () => {
    const headings = Array.from(partUnder('The alerts').matchAll(/^### (.*)$/gm), ([, text]) => text);
    expect(headings).toEqual(alerts.map(({ alert }) => alert));
  });

  it.each(alerts)('$alert has a runbook', ({ alert, labels }) => {
    const [, text = ''] = partUnder('The alerts').split(`\n### ${alert}\n`);
    const runbook = text.split('\n### ')[0]!;
    for (const part of ['Meaning', 'People notice', 'Look first', 'Do', 'Over'])
      expect(runbook).toContain(`**${part}.**`);
    expect(runbook).toContain(`Severity: ${labels.severity}.`);
  });

  it('tell of each service that is missing', () => {
    const { expr } = alerts.find(({ alert }) => alert === 'TicketingServiceMissing')!;
    const apps = parseExpression(expr).selectors.flatMap(({ matchers }) =>
      matchers.filter(({ label }) => label === 'app').map(({ value }) => value),
    );
    expect(apps.sort()).toEqual([...serviceNames].sort());
  });
});

describe('the dashboard', () => {
  it('has panels with a title, a description and a legend, each once', () => {
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
    expect(new Set(panels.map(({ title }) => title)).size).toBe(panels.length);
    for (const { description, targets = [] } of panels) {
      expect(description).toMatch(/\S/);
      for (const { legendFormat } of targets) expect(legendFormat).toMatch(/\S/);
    }
  });

  it('shows in its legends only labels that its expressions group by', () => {
    for (const { title, targets = [] } of panels) {
      for (const { expr, legendFormat } of targets) {
        const shown = Array.from(legendFormat.matchAll(/{{(\w+)}}/g), ([, label]) => label!);
        expect([title, parseExpression(expr).groupedBy]).toEqual([title, expect.arrayContaining(shown)]);
      }
    }
  });

  it('is what docs/operations.md points to', () => {
    const rows = partUnder('Questions')
      .split('\n')
      .filter((line) => line.endsWith('|'))
      .slice(2);
    expect(rows.length).toBeGreaterThan(10);
    const asked = readExpressions().flatMap(({ expr }) => parseExpression(expr).selectors);
    for (const row of rows) {
      const [, question, titles, metrics] = row.split('|');
      for (const [, title] of titles!.matchAll(/"([^"]+)"/g))
        expect([question, panels.map((panel) => panel.title)]).toEqual([
          question,
          expect.arrayContaining([title]),
        ]);
      for (const [, name] of metrics!.matchAll(/`(\w+)/g))
        expect(asked.some(({ metric }) => metric.replace(/_(bucket|count|sum)$/, '') === name)).toBe(true);
    }
  });
});

const promtool = process.env.PROMTOOL ?? 'promtool';
const hasPromtool = spawnSync(promtool, ['--version'], { stdio: 'ignore' }).status === 0;
if (!hasPromtool)
  console.warn(
    'The alerts are not tried on series: promtool is not on the PATH (Debian: apt-get install prometheus)',
  );

(hasPromtool ? describe : describe.skip)('promtool', () => {
  const run = (...args: string[]) => execFileSync(promtool, args, { encoding: 'utf8' });

  it('accepts the rules', () => expect(run('check', 'rules', ALERTS_FILE)).toContain('SUCCESS'));

  it('sees each alert fire, and be silent, as its tests say', () => {
    const tests = join(INFRA, 'k8s-monitoring/alerts.promtool.yaml');
    const text = readFileSync(tests, 'utf8');
    for (const { alert } of alerts) expect(text).toContain(`alertname="${alert}"`);
    expect(run('test', 'rules', tests)).toContain('SUCCESS');
  });
});
