import { readFileSync } from 'node:fs';
import { mutate } from '../instrument/mutation.js';
import { builtFiles, sourceOf } from '../instrument/sources.js';
import { RULES } from '../checker/rules/index.js';
import { CONTROLS } from './controls.js';
import { playWith, playWithout } from './play.js';

it.each(CONTROLS.map((control) => [control.name, control] as const))(
  'the code has what “%s” switches off, and the checker its rules',
  (_, { off, without = [], breaks }) => {
    for (const mutation of [...off, ...without]) {
      const built = builtFiles().find((file) => sourceOf(file) === mutation.file)!;
      expect(mutate(readFileSync(built, 'utf8'), mutation.file, [mutation])).toContain(mutation.replace);
    }
    for (const rule of breaks) expect(RULES).toHaveProperty([rule]);
  },
);

describe.each(CONTROLS.filter(({ inTests }) => inTests).map((control) => [control.name, control] as const))(
  '%s',
  (_, control) => {
    it('switched off: the checker notices it', async () => {
      const { expected } = await playWithout(control);
      expect(expected.length).toBeGreaterThan(0);
    });
    it('switched on: the checker finds nothing', async () => {
      expect((await playWith(control)).violations).toEqual([]);
    });
  },
);
