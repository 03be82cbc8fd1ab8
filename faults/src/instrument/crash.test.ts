import { appendFileSync } from 'node:fs';
import { Crashes } from './crash.js';
import { controlFiles } from './runtime.js';
import { readInstrumentation } from './settings.js';

let crashes: Crashes;
beforeEach(() => (crashes = new Crashes()));
afterEach(() => crashes.remove());

function note(instance: string, text: string): void {
  const { crashFolder } = readInstrumentation(crashes.env(instance));
  appendFileSync(controlFiles(crashFolder!, instance).reached, text);
}

it('has no news before an instance has noted something', () => {
  expect(crashes.news()).toEqual([]);
});

it('tells each note once, and a line only when it is whole', () => {
  note('orders-2', '5 1 a issued\n6 1 b aft');
  expect(crashes.news()).toEqual([{ instance: 'orders-2', pid: 1, moment: 'a issued', at: 5 }]);
  expect(crashes.news()).toEqual([]);
  note('orders-2', 'er\n');
  note('auth', '7 2 c after\n');
  expect(crashes.news().map(({ instance, moment }) => `${instance}: ${moment}`)).toEqual([
    'auth: c after',
    'orders-2: b after',
  ]);
});
