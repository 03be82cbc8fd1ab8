import { z } from 'zod';
import { within } from './within.js';

/** How far a queue group has come in a channel. */
export interface GroupState {
  /** The name of the queue group, such as `orders-service`. */
  name: string;
  /** The number of the newest message that was sent to it. */
  lastSent: number;
  /** How many messages were sent to it and are not acknowledged. */
  open: number;
  /** No instance of it is connected. */
  isAway: boolean;
  /** It has acknowledged all messages up to this one, and perhaps some more. Undefined: nobody knows. */
  acknowledged?: number;
}

export interface ChannelState {
  name: string;
  messages: number;
  last: number;
  groups: GroupState[];
}

const LIMIT_MS = 2_000;
const MOST_CHANNELS = 1_024;

/** A part of what NATS Streaming says (https://docs.nats.io/legacy/stan/intro/monitoring). */
const answer = z.object({
  channels: z
    .array(
      z.object({
        name: z.string(),
        msgs: z.number(),
        last_seq: z.number(),
        subscriptions: z
          .array(
            z.object({
              queue_name: z.string().default(''),
              is_durable: z.boolean(),
              is_offline: z.boolean(),
              last_sent: z.number(),
              pending_count: z.number(),
            }),
          )
          .default([]),
      }),
    )
    .default([]),
});

/**
 * Asks the broker how far each durable queue group has come in each channel.
 * @param url where the broker answers over HTTP
 * @throws when it does not answer in time
 */
export async function readChannelStates(url: string): Promise<ChannelState[]> {
  const { channels } = answer.parse(await within(LIMIT_MS, 'it', ask(url)));
  return channels.map(({ name, msgs, last_seq: last, subscriptions }) => {
    const groups = new Map<string, GroupState>();
    for (const each of subscriptions) {
      if (!each.is_durable || each.queue_name === '') continue;
      const group = each.queue_name.split(':')[0]!; // the broker names it `durable:group`
      const before = groups.get(group) ?? { name: group, lastSent: 0, open: 0, isAway: true };
      groups.set(group, {
        name: group,
        lastSent: Math.max(before.lastSent, each.last_sent),
        open: before.open + each.pending_count,
        isAway: before.isAway && each.is_offline,
      });
    }
    return { name, messages: msgs, last, groups: [...groups.values()] };
  });
}

async function ask(url: string): Promise<unknown> {
  const path = `/streaming/channelsz?subs=1&limit=${MOST_CHANNELS}`;
  const response = await fetch(url + path, { signal: AbortSignal.timeout(2 * LIMIT_MS) }).catch(
    ({ cause }: Error) => {
      throw new Error(`it cannot be reached${cause instanceof Error ? ` (${cause.message})` : ''}`);
    },
  );
  if (!response.ok) throw new Error(`it answers ${response.status} when it is asked for its channels`);
  return response.json();
}

/** What a queue group has done with one message. The broker tells how many are open, and not which. */
export type Receipt = 'acknowledged' | 'perhaps open' | 'waits' | 'nobody listens';

export function receiptOf(sequence: number, group: GroupState | undefined): Receipt {
  if (!group) return 'nobody listens';
  if (sequence <= (group.acknowledged ?? 0)) return 'acknowledged';
  if (group.lastSent >= sequence) return group.open === 0 ? 'acknowledged' : 'perhaps open';
  return group.isAway ? 'nobody listens' : 'waits';
}
