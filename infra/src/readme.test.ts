import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cpuOf, LOADS } from './load';
import { Cluster } from './model/cluster';
import { OVERLAYS } from './model/overlays';
import { cannotRender, INFRA, render } from './model/render';
import { cellsOf, totalsOf } from './totals';

const readme = readFileSync(join(INFRA, 'README.md'), 'utf8');
const reason = cannotRender();
if (reason) console.warn(`README.md is not compared with the manifests: ${reason}`);
const whereRendered = reason && !process.env.CI ? describe.skip : describe;

/** The cells of each row of the table below a heading, without its head. */
function tableBelow(heading: string): string[][] {
  const [, rest = ''] = readme.split(`\n## ${heading}\n`);
  const [section = ''] = rest.split('\n## ');
  return section
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .slice(2)
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
}

whereRendered('README.md', () => {
  let production: Cluster;
  beforeAll(() => {
    const overlay = OVERLAYS.find(({ name }) => name === 'k8s-prod')!;
    production = new Cluster(overlay, render(overlay));
  });

  it('says what production asks for', () => {
    const { least, most } = totalsOf(production);
    const rows = [...least, { ...most.at(-1)!, group: 'in all, with the most pods' }];
    expect(tableBelow('What production asks for')).toEqual(rows.map(cellsOf));
  });

  it('says which load each pod carries', () => {
    const rows = Object.entries(LOADS).flatMap(([app, loads]) => {
      const asks = production.workloads.find((one) => one.app === app)!.containers[0]!.resources!.requests!
        .cpu;
      return loads.map(({ what, perSecond, cpuMs, measured }, index) => [
        index === 0 ? app : '',
        `${perSecond} ${what}`,
        `${cpuMs} ms`,
        measured,
        index === 0 ? `${Math.round(cpuOf(app) * 1000)}m` : '',
        index === 0 ? String(asks) : '',
      ]);
    });
    expect(tableBelow('Load')).toEqual(rows);
  });
});
