import { Gauge } from 'prom-client';

interface Listening {
  readonly inWork: number;
  labels(): { subject: string; queue_group: string };
}

/** The listeners that accept messages. */
export const listening = new Set<Listening>();

/** It is counted when somebody looks at the metrics, so that messages cost nothing more. */
export const messagesInWork = new Gauge({
  name: 'messages_in_work',
  help: 'Messages that are being handled, those that wait for another attempt included',
  labelNames: ['subject', 'queue_group'],
  collect() {
    this.reset();
    for (const listener of listening) this.inc(listener.labels(), listener.inWork);
  },
});
