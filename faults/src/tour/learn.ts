import { setTimeout as sleep } from 'node:timers/promises';
import type { Scene } from '../fault.js';
import type { Crashes } from '../instrument/crash.js';
import { down } from '../recovery.js';
import { instancesOf, SERVICE_NAMES } from '../system.js';
import type { Stimulus } from './stimuli/stimulus.js';
import { LOAD, type Ways } from './ways.js';

/** So long the tour watches where people alone lead the instances. */
const LOAD_MS = 12_000;
/** A stimulus that takes longer is told to stop. On a calm machine the longest one takes half a minute. */
const STIMULUS_MS = 90_000;
const RECOVERY_LIMIT_MS = 90_000;
/** A stimulus that has not led to a moment may do so at the second try. */
const ROUNDS = 2;
/** An instance that a stimulus was not aimed at says this many times less about it. */
const ASIDE = 10;
/** Some moments come later, those of the sweeps for instance. */
const LATER_MS = 4_000;

export interface Lesson {
  ways: Ways;
  /** The tour learns until it knows a way to each of these moments, or has tried every stimulus twice. */
  wanted: readonly string[];
  stimuli: readonly Stimulus[];
  say: (line: string) => void;
  signal?: AbortSignal | undefined;
}

/** Tries out which stimulus leads the instances of which service to which moment, by what the instances report. */
export async function learn(
  crashes: Pick<Crashes, 'news'>,
  scene: Scene,
  { ways, wanted, stimuli, say, signal }: Lesson,
): Promise<void> {
  /** The moments to which an instance came that a stimulus was aimed at, or that only the load led. */
  const sure = new Set<string>();
  const unknown = () => wanted.filter((moment) => !sure.has(moment));
  const chapter = async (
    means: string,
    aims: (instance: string) => boolean,
    work: () => Promise<unknown>,
  ) => {
    const began = Date.now();
    await work();
    const tookMs = Date.now() - began;
    const sightings = crashes.news();
    const aimed = sightings.filter(({ instance }) => aims(instance));
    aimed.forEach(({ moment }) => sure.add(moment));
    ways.learn({ means, tookMs, sightings: aimed });
    // the others may owe it to the stimulus, too, or to the load
    const aside = sightings.filter(({ instance }) => !aims(instance));
    ways.learn({ means, tookMs: tookMs * ASIDE, sightings: aside });
    say(`${(tookMs / 1000).toFixed(1)} s of ${means}: a way is missing to ${unknown().length} moments`);
  };

  crashes.news(); // the start of the system is no stimulus
  await chapter(
    LOAD,
    () => true,
    () => sleep(LOAD_MS),
  );
  for (let round = 0; round < ROUNDS; round++) {
    for (const stimulus of stimuli) {
      if (unknown().length === 0 || signal?.aborted) return;
      const { fits } = stimulus;
      const aimedAt = SERVICE_NAMES.flatMap((service) => instancesOf(service)[round] ?? service);
      const instances = fits ? aimedAt.filter(fits) : aimedAt;
      const counts = (instance: string) => !fits || instances.includes(instance);
      await chapter(stimulus.name, counts, () => tryOut(stimulus, scene, instances));
    }
  }
  for (const moment of unknown()) say(`no stimulus leads for sure to ${moment}`);
}

/** Ends when the system is up again, so that the starts and stops that the stimulus set off belong to it. */
async function tryOut(stimulus: Stimulus, scene: Scene, instances: readonly string[]): Promise<void> {
  const end = new AbortController();
  const limit = setTimeout(() => end.abort(), STIMULUS_MS);
  await stimulus.run(scene, instances, end.signal).catch(() => undefined);
  clearTimeout(limit);
  await down(scene.system, RECOVERY_LIMIT_MS);
  await sleep(LATER_MS);
}
