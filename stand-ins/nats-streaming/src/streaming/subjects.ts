/** The subjects that a client of this cluster sends its requests to. */
export interface Subjects {
  connect: string;
  /** Followed by a dot and the channel. */
  publish: string;
  subscribe: string;
  unsubscribe: string;
  closeSubscription: string;
  close: string;
  ping: string;
}

export function subjectsOf(clusterId: string): Subjects {
  return {
    connect: `_STAN.discover.${clusterId}`,
    publish: `_STAN.pub.${clusterId}`,
    subscribe: `_STAN.sub.${clusterId}`,
    unsubscribe: `_STAN.unsub.${clusterId}`,
    closeSubscription: `_STAN.subclose.${clusterId}`,
    close: `_STAN.close.${clusterId}`,
    ping: `_STAN.discover.${clusterId}.pings`,
  };
}
