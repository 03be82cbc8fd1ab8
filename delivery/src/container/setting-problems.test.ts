import type { BuiltImage } from './engine.js';
import { settingProblems } from './run-problems.js';

const IMAGE: BuiltImage = {
  name: 'orders',
  root: '/nonexistent',
  user: '1000:1000',
  workdir: '/app',
  env: { NODE_ENV: 'production' },
  command: ['node', 'service/dist/index.js'],
  hasEntrypoint: false,
};

describe('the settings of an image', () => {
  it('are right for a service and for the site', () => {
    expect(settingProblems(IMAGE)).toEqual([]);
    expect(settingProblems({ ...IMAGE, name: 'client', command: ['node', 'client/server.js'] })).toEqual([]);
  });

  it.each<[string, Partial<BuiltImage>]>([
    ['root', { user: '' }],
    ['a user by name', { user: 'node' }],
    ['another program', { command: ['npm', 'start'] }],
    ['an entry point', { hasEntrypoint: true }],
    ['the settings of development', { env: {} }],
  ])('are refused with %s', (_, change) => {
    expect(settingProblems({ ...IMAGE, ...change })).not.toEqual([]);
  });
});
