import { setTimeout as sleep } from 'node:timers/promises';
import type { FaultKind } from '../fault.js';
import { describeLinks, drawLinks, linksOf, serveCalls } from './targets.js';

/** Every connection is reset, once or again and again. */
export const cut: FaultKind = {
  name: 'cut',
  weight: 2,
  draw(random) {
    const choice = drawLinks(random);
    const pauses = Array.from({ length: random.pick([0, 0, 1, 4]) }, () => random.int(20, 800));
    return {
      kind: 'cut',
      target: describeLinks(choice),
      failsCalls: serveCalls([choice.server]),
      detail: { times: pauses.length + 1 },
      durationMs: 0,
      inject: async (scene) => {
        for (const pause of [0, ...pauses]) {
          await sleep(pause);
          linksOf(scene, choice).forEach((link) => link.cut());
        }
      },
    };
  },
};

/** For a while nothing comes through, or every connection is refused. */
export const partition: FaultKind = {
  name: 'partition',
  weight: 2,
  draw(random, { longestMs }) {
    const choice = drawLinks(random);
    const silent = random.chance(0.6);
    return {
      kind: 'partition',
      target: describeLinks(choice),
      failsCalls: serveCalls([choice.server]),
      detail: { silent },
      durationMs: random.ms(500, Math.min(20_000, longestMs)),
      inject: (scene) => {
        for (const link of linksOf(scene, choice)) {
          if (silent) link.partition();
          else link.refuse(true);
          if (!silent) link.cut();
        }
        return () =>
          linksOf(scene, choice).forEach((link) => {
            link.heal();
            link.refuse(false);
          });
      },
    };
  },
};

/** Everything takes longer. */
export const delay: FaultKind = {
  name: 'delay',
  weight: 2,
  draw(random, { longestMs }) {
    const choice = drawLinks(random);
    const max = random.ms(50, 2_000);
    const min = Math.round(max * random.pick([0.1, 0.5, 0.9]));
    const jitter = random.stream('jitter', random.int(0, 1_000_000));
    return {
      kind: 'delay',
      target: describeLinks(choice),
      failsCalls: serveCalls([choice.server]),
      detail: { min, max },
      durationMs: random.ms(1_000, Math.min(15_000, longestMs)),
      inject: (scene) => {
        linksOf(scene, choice).forEach((link) => link.delay(min, max, (low, high) => jitter.int(low, high)));
        return () => linksOf(scene, choice).forEach((link) => link.heal());
      },
    };
  },
};

/** A request arrives and is carried out; its answer is lost, and the connection with it. */
export const lostAnswer: FaultKind = {
  name: 'lost-answer',
  weight: 3,
  draw(random) {
    const choice = drawLinks(random);
    const rounds = Array.from({ length: random.int(1, 6) }, () => ({
      open: random.int(50, 500),
      silent: random.int(5, 400),
    }));
    return {
      kind: 'lost-answer',
      target: describeLinks(choice),
      failsCalls: serveCalls([choice.server]),
      detail: { times: rounds.length },
      durationMs: 0,
      inject: async (scene) => {
        const links = linksOf(scene, choice);
        for (const { open, silent } of rounds) {
          await sleep(open);
          links.forEach((link) => link.swallowAnswers(true));
          await sleep(silent);
          links.forEach((link) => link.cut());
          links.forEach((link) => link.swallowAnswers(false));
        }
      },
    };
  },
};
