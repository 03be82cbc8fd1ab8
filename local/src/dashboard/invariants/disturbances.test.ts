import type { Supervised } from '../../supervisor/supervised.js';
import { Notices } from '../web/notices.js';
import { disturbances } from './disturbances.js';

const NOW = 1_000_000;
const orders = { name: 'orders', state: 'running', pid: process.pid, upSince: NOW - 60_000 };
const seen = (more: Partial<typeof orders>, notices = new Notices()) =>
  disturbances({ processes: [{ ...orders, ...more } as unknown as Supervised] }, notices, NOW);

it('names none where everything has run for long', () => expect(seen({})).toEqual([]));

it.each(['starting', 'stopping', 'stopped'])('names a process that is %s', (state) =>
  expect(seen({ state })).toEqual([`orders is ${state}`]),
);

it('names a process that still catches up', () =>
  expect(seen({ upSince: NOW - 3_000 })).toEqual(['orders has just started']));

it('names what somebody does to the system, until it is over', () => {
  const notices = new Notices();
  const end = notices.hold('a cable is cut');
  expect(seen({}, notices)).toEqual(['a cable is cut']);
  end();
  expect(seen({}, notices)).toEqual([]);
});
