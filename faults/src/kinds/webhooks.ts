import { setTimeout as sleep } from 'node:timers/promises';
import type { FaultKind } from '../fault.js';
import { FORGINGS } from '../links/forgeries.js';

/** The longest delay of a webhook in one fault, in ms, and how often this limit is drawn. */
const LONGEST_MS = { 500: 3, 4_000: 4, 30_000: 1 };

/** Webhooks are lost for good, or come late, out of order or more than once. */
export const disturbWebhooks: FaultKind = {
  name: 'disturb-webhooks',
  weight: 3,
  draw(random, { longestMs }) {
    const lost = random.pick([0, 0.3, 1]);
    const longest = Math.min(Number(random.weighted(LONGEST_MS)), longestMs);
    const each = random.stream('each', random.int(0, 1_000_000));
    return {
      kind: 'disturb-webhooks',
      target: 'webhooks',
      failsCalls: false,
      detail: { lost, longest },
      durationMs: random.ms(1_000, Math.min(10_000, longestMs)),
      inject: ({ webhooks }) => {
        webhooks.set(() => {
          if (each.chance(lost)) return [];
          const copies = each.chance(0.3) ? each.int(2, 3) : 1;
          return Array.from({ length: copies }, () => each.ms(0, longest));
        });
        return async () => {
          webhooks.set(undefined);
          await sleep(Math.max(0, webhooks.lastDue - Date.now()));
        };
      },
    };
  },
};

/** Somebody sends webhooks that say that payments were captured. */
export const forgedWebhooks: FaultKind = {
  name: 'forged-webhooks',
  weight: 1,
  draw(random) {
    const forgings = Array.from({ length: random.int(4, 20) }, () => random.pick(FORGINGS));
    return {
      kind: 'forged-webhooks',
      target: 'webhooks',
      failsCalls: false,
      detail: { count: forgings.length },
      durationMs: 0,
      inject: async ({ webhooks }) => {
        for (const how of forgings) await webhooks.forge(how);
      },
    };
  },
};
