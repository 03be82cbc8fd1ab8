import { aligned } from '../align.js';
import type { Point } from '../instrument/instrument.js';
import { momentOf, PHASES } from '../instrument/runtime.js';
import type { TourResult } from './tour.js';
import type { Visit } from './visit.js';

/** The reasons why a tour has failed; empty when it came to every moment and broke no promise. */
export function failures(
  { visits, ways, violations }: TourResult,
  points: readonly Point[],
  unreachable: Readonly<Record<string, string>>,
): string[] {
  const missed = visits.filter(({ kills }) => kills.length === 0);
  const moments = new Set(points.flatMap(({ name }) => PHASES.map((phase) => momentOf(name, phase))));
  const listed = Object.keys(unreachable);
  return [
    ...missed.map(({ point, phase }) => `never reached: ${momentOf(point.name, phase)}`),
    ...listed
      .filter((moment) => !moments.has(moment))
      .map((moment) => `listed as unreachable, but not in the code: ${moment}`),
    ...listed
      .filter((moment) => ways.servicesAt(moment).length > 0)
      .map((moment) => `listed as unreachable, but reached: ${moment}`),
    ...(violations.length > 0 ? [`${violations.length} violations`] : []),
  ];
}

/** One row for each place in the code, and one for each means that led there. */
export function tourTables({ visits }: TourResult): string {
  const places = groups(visits, ({ point }) => [placeOf(point)]);
  const means = groups(visits, ({ kills }) => [...new Set(kills)]);
  const inCode = [...places].sort(([a], [b]) => a.localeCompare(b));
  const byMeans = [...means].sort(([, a], [, b]) => b.length - a.length);
  return [
    aligned([
      ['in', 'moments', 'reached', 'kills', 'fewest'],
      ...inCode.map(([place, its]) => {
        const kills = its.map((visit) => visit.kills.length);
        const reached = kills.filter((each) => each > 0).length;
        return [place, its.length, reached, sum(kills), Math.min(...kills)].map(String);
      }),
    ]),
    '',
    aligned([
      ['led there by', 'moments', 'kills'],
      ...byMeans.map(([name, its]) => {
        const kills = its.map((visit) => visit.kills.filter((each) => each === name).length);
        return [name, its.length, sum(kills)].map(String);
      }),
    ]),
  ].join('\n');
}

/** `orders`, or `common/bus`: a workspace, and of common the folder. */
function placeOf({ name }: Point): string {
  const [workspace, , folder] = name.split('/');
  return workspace === 'common' ? `${workspace}/${folder}` : workspace!;
}

function groups(visits: readonly Visit[], keysOf: (visit: Visit) => string[]): Map<string, Visit[]> {
  const found = new Map<string, Visit[]>();
  for (const visit of visits)
    for (const key of keysOf(visit)) found.set(key, [...(found.get(key) ?? []), visit]);
  return found;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
