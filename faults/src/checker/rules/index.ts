import type { Rule } from '../violation.js';
import { completed } from './completed.js';
import { deadLetters } from './dead-letters.js';
import { deaths } from './deaths.js';
import { early } from './early.js';
import { failures } from './failures.js';
import { forkedVersions } from './forked-versions.js';
import { hoarding } from './hoarding.js';
import { holds } from './holds.js';
import { lostAnswers } from './lost-answers.js';
import { lostEvents } from './lost-events.js';
import { otherPrice } from './other-price.js';
import { outbox } from './outbox.js';
import { overdue } from './overdue.js';
import { oversold } from './oversold.js';
import { ownOrder } from './own-order.js';
import { phantoms } from './phantoms.js';
import { recovery } from './recovery.js';
import { refusals } from './refusals.js';
import { replicas } from './replicas.js';
import { undersold } from './undersold.js';
import { wrongRefusals } from './wrong-refusals.js';
import { wrongReleases } from './wrong-releases.js';

/** Every promise that is judged, by its name. */
export const RULES: Readonly<Record<string, Rule>> = {
  oversold,
  holds,
  undersold,
  'lost event': lostEvents,
  'forked version': forkedVersions,
  'lost answer': lostAnswers,
  'phantom order': phantoms,
  'other price': otherPrice,
  'own order': ownOrder,
  hoarding,
  overdue,
  'early cancellation': early,
  'complete order': completed,
  'wrong release': wrongReleases,
  'replica difference': replicas,
  'stuck outbox': outbox,
  'dead letter': deadLetters,
  'unexplained failure': failures,
  'unexpected refusal': refusals,
  'wrong refusal': wrongRefusals,
  'unexpected end': deaths,
  'no recovery': recovery,
};
