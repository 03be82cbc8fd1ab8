import { Subjects } from '@ticketing/common/events';
import { ALL_INSTANCES, groupsHearing, isNeededByCallers, SERVERS, usersOf } from './system.js';

it('has a listening queue group for every channel', () => {
  const deaf = Object.values(Subjects).filter((subject) => groupsHearing(subject).length === 0);
  expect(deaf).toEqual([]);
});

it('has instances that use each server', () => {
  expect(SERVERS.filter((server) => usersOf(server).length === 0)).toEqual([]);
});

it('lets calls fail with the gateway, their services and databases, and nothing else', () => {
  const unneeded = [...ALL_INSTANCES, 'gateway', ...SERVERS].filter((name) => !isNeededByCallers(name));
  expect(unneeded).toEqual(['expiration', 'expiration-2', 'nats-streaming', 'redis']);
});
