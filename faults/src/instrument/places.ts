import { SERVICES } from '../instances.js';
import type { CrashPoint } from './point.js';

/** Which services run a shared file; all that run anything of it where it is not listed. */
const USERS: [RegExp, RegExp][] = [
  [/^common\/src\/bus\/publisher/, /^expiration/],
  // there is no well-formed event that the worker could not handle
  [/Listener\.handle#3/, /^(tickets|orders)/],
  // only there do many ask for changes of one document at the same time
  [/sweepAll#2|runAlone|runRound#3/, /^tickets/],
  [
    /^common\/src\/(outbox|mongo\/batched|mongo\/retry|service\/batcher|bus\/nats-connection.ts:NatsConnection\.publish)/,
    /^(tickets|orders)/,
  ],
  [/^common\/src\/bus\/|steps\.ts:use(Bus|Listeners)/, /^(tickets|orders|expiration)/],
  [/^common\/src\/(mongo|http)|steps\.ts:useMongo/, /^(auth|tickets|orders)/],
];

export const serviceOf = (instance: string) => instance.replace(/-\d+$/, '');

/** The instances in which a crash point can be reached. */
export function instancesOf({ name }: Pick<CrashPoint, 'name'>): string[] {
  const [workspace] = name.split('/');
  if (workspace !== 'common') return SERVICES.filter((instance) => serviceOf(instance) === workspace);
  const users = USERS.find(([file]) => file.test(name))?.[1];
  return users ? SERVICES.filter((instance) => users.test(instance)) : SERVICES;
}
