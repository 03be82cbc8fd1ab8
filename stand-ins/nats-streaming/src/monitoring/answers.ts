import type { Channel } from '../streaming/channel.js';
import type { StreamingServer } from '../streaming/streaming-server.js';
import type { Subscription } from '../streaming/subscription.js';

export interface Answer {
  status: number;
  /** An object is sent as JSON. */
  body: string | object;
}

export interface Identity {
  clusterId: string;
  serverId: string;
  version: string;
  startedAt: Date;
}

/** The real server has at most this many entries in one answer, unless somebody asks for more. */
const USUAL_LIMIT = 1_024;

/** The server as a whole. */
export function serverz(server: StreamingServer, identity: Identity): Answer {
  const { clusterId, serverId, version, startedAt } = identity;
  const channels = server.allChannels();
  const sum = (of: (channel: Channel) => number) => channels.reduce((total, each) => total + of(each), 0);
  const body = {
    cluster_id: clusterId,
    server_id: serverId,
    version,
    state: 'STANDALONE',
    now: new Date(),
    start_time: startedAt,
    uptime: `${Math.floor((Date.now() - startedAt.getTime()) / 1000)}s`,
    clients: server.clientCount,
    subscriptions: sum((channel) => subscriptionsOf(channel).length),
    channels: channels.length,
    total_msgs: sum(({ messages: { first, last } }) => last - first + 1),
    total_bytes: sum(({ messages }) => messages.bytes),
  };
  return { status: 200, body };
}

/** The channels: their names, or with `subs=1` all of each; or one of them, by its name. */
export function channelsz(server: StreamingServer, identity: Identity, query: URLSearchParams): Answer {
  const channels = server.allChannels();
  const name = query.get('channel') ?? '';
  const withSubscriptions = query.get('subs') === '1';
  if (name !== '') {
    const channel = channels.find((each) => each.name === name);
    if (!channel) return { status: 404, body: `Channel ${name} not found\n` };
    return { status: 200, body: describe(channel, withSubscriptions) };
  }
  const offset = wholeNumber(query.get('offset'), 0);
  const limit = wholeNumber(query.get('limit'), USUAL_LIMIT) || USUAL_LIMIT;
  const page = channels.slice(offset, offset + limit);
  const body = {
    cluster_id: identity.clusterId,
    server_id: identity.serverId,
    now: new Date(),
    offset,
    limit,
    count: page.length,
    total: channels.length,
    ...(page.length > 0 &&
      (withSubscriptions
        ? { channels: page.map((channel) => describe(channel, true)) }
        : { names: page.map((channel) => channel.name) })),
  };
  return { status: 200, body };
}

function describe(channel: Channel, withSubscriptions: boolean): object {
  const { first, last, bytes } = channel.messages;
  const subscriptions = withSubscriptions ? subscriptionsOf(channel).map(describeSubscription) : [];
  const isEmpty = last < first;
  return {
    name: channel.name,
    msgs: last - first + 1,
    bytes,
    first_seq: isEmpty && last === 0 ? 0 : first,
    last_seq: last,
    ...(subscriptions.length > 0 && { subscriptions }),
  };
}

/** Those of clients that are away are among them, as long as they are durable. */
function subscriptionsOf({ plain, durables, groups }: Channel): Subscription[] {
  const inGroups = [...groups.values()].flatMap(({ members, shadow }) => [
    ...members,
    ...(shadow ? [shadow] : []),
  ]);
  return [...new Set([...plain, ...durables.values(), ...inGroups])];
}

function describeSubscription({ record, pending, stalled }: Subscription): object {
  const { clientId, inbox, ackInbox, durableName, queueGroup, isDurable, isClosed } = record;
  return {
    client_id: clientId,
    inbox,
    ack_inbox: ackInbox,
    ...(durableName !== '' && { durable_name: durableName }),
    ...(queueGroup !== '' && { queue_name: queueGroup }),
    is_durable: isDurable,
    is_offline: isClosed || clientId === '',
    max_inflight: record.maxInFlight,
    ack_wait: record.ackWaitSeconds,
    last_sent: record.lastSent,
    pending_count: pending.size,
    is_stalled: stalled,
  };
}

function wholeNumber(text: string | null, otherwise: number): number {
  return text !== null && /^\d{1,9}$/.test(text) ? Number(text) : otherwise;
}
