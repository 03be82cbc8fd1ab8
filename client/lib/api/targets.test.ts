import { targetsOf } from './targets';

const SETTINGS = ['TICKETS_URL', 'API_URL'] as const;
afterEach(() => SETTINGS.forEach((name) => delete process.env[name]));

it('finds a service by the setting of its name', () => {
  process.env.TICKETS_URL = 'http://tickets:3000/';
  process.env.API_URL = 'http://gateway';
  expect(targetsOf('tickets')).toEqual(['http://tickets:3000']);
  expect(targetsOf('orders')).toEqual(['http://gateway']);
});

it('calls the gateway of this machine when nothing is set', () => {
  expect(targetsOf('tickets')).toEqual(['http://localhost:3000']);
});

it('begins with another instance each time', () => {
  process.env.TICKETS_URL = 'http://one, http://two';
  const [first, second] = [targetsOf('tickets'), targetsOf('tickets')];
  expect(first.toSorted()).toEqual(['http://one', 'http://two']);
  expect(second).toEqual(first.toReversed());
});
