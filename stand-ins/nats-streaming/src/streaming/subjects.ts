/** The subjects to which the clients of a cluster send their requests. */
export interface Subjects {
  connect: string;
  /** A dot and the name of the channel follow. */
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
