import type { FaultKind } from '../fault.js';
import { clockStep } from '../instrument/clock-step.js';
import { crashPoint } from '../instrument/crash-point.js';
import { disturbDeliveries, malformedEvents, repeatEvents } from './events.js';
import { cut, delay, lostAnswer, partition } from './network.js';
import { freeze, kill, terminate } from './processes.js';
import { redisFlush } from './redis-flush.js';
import { disturbWebhooks, forgedWebhooks } from './webhooks.js';

/** Every kind of fault that a campaign draws from. */
export const FAULT_KINDS: readonly FaultKind[] = [
  kill,
  terminate,
  freeze,
  redisFlush,
  cut,
  partition,
  delay,
  lostAnswer,
  repeatEvents,
  disturbDeliveries,
  malformedEvents,
  disturbWebhooks,
  forgedWebhooks,
  crashPoint,
  clockStep,
];
