import type { DEAD_LETTER_CHANNEL, REPLAYED_CHANNEL } from '@ticketing/common/events';

/** The cluster id of the broker. Every subject of its protocol ends with it, or has it before the channel. */
export const CLUSTER_ID = 'ticketing';

/** A service that hears events parks those that it cannot handle. Each service may put back the parked events that it publishes. */
const DEAD_LETTERS: readonly [typeof DEAD_LETTER_CHANNEL, typeof REPLAYED_CHANNEL] = [
  'dead-letter',
  'dead-letter-replayed',
];

/** The subjects of NATS that a user may publish to and subscribe to. */
export interface BusPermissions {
  publish: string[];
  subscribe: string[];
}

/**
 * What a service may do on the bus. It may publish to the channels of its own events and to those of dead letters. It may
 * connect, subscribe and close, but not `unsub`, which deletes a durable with its place in the channel.
 *
 * NATS checks subjects, and a request of NATS Streaming names its channel in the body too. The server goes by the body. So
 * these permissions stop a mistake and somebody who uses the client library. They do not stop a program that writes the
 * protocol by hand, and every user can hear every channel, because a subscription names the channel in the body alone. The
 * names of inboxes are random and have no part that tells whose they are, so each user may use all of them.
 */
export function busPermissions({ publishes }: { publishes: readonly string[] }): BusPermissions {
  return permissions([...publishes, ...DEAD_LETTERS]);
}

/** What somebody may do who only hears: connect, subscribe, acknowledge and close, and publish to no channel. */
export function busReaderPermissions(): BusPermissions {
  return permissions([]);
}

function permissions(channels: readonly string[]): BusPermissions {
  return {
    publish: [
      `_STAN.discover.${CLUSTER_ID}`,
      `_STAN.discover.${CLUSTER_ID}.pings`,
      `_STAN.sub.${CLUSTER_ID}`,
      `_STAN.subclose.${CLUSTER_ID}`,
      `_STAN.close.${CLUSTER_ID}`,
      ...channels.map((channel) => `_STAN.pub.${CLUSTER_ID}.${channel}`),
      '_INBOX.>', // acknowledgements, and answers to heartbeats
    ],
    subscribe: ['_INBOX.>', '_STAN.acks.>'],
  };
}
