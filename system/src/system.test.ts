import { Subjects } from '@ticketing/common/events';
import { apis, hearersOf, services, SITE, subjects } from './system';

it('has somebody who publishes each subject, and only one', () => {
  expect([...subjects].sort()).toEqual(Object.values(Subjects).sort());
});

it('has somebody who hears each subject', () => {
  for (const subject of subjects) expect([subject, hearersOf(subject).length > 0]).toEqual([subject, true]);
});

it('gives no two parts the same public path', () => {
  const paths = [...apis, SITE].map(({ path }) => path);
  expect(new Set(paths).size).toBe(paths.length);
});

it('reads sessions only where there is an API', () => {
  const withoutApi = services.filter(({ path }) => path === undefined);
  expect(withoutApi.map(({ sessions }) => sessions)).toEqual(withoutApi.map(() => undefined));
});
