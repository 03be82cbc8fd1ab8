import type { Rule } from '../violation.js';
import { booksAndBank } from './books-and-bank.js';
import { brokenClaims } from './broken-claims.js';
import { chargedTwice } from './charged-twice.js';
import { chargedWithoutClaim } from './charged-without-claim.js';
import { completed } from './completed.js';
import { convergence } from './convergence.js';
import { deadLetters } from './dead-letters.js';
import { deaths } from './deaths.js';
import { early } from './early.js';
import { failures } from './failures.js';
import { forgedWebhooks } from './forged-webhooks.js';
import { forkedVersions } from './forked-versions.js';
import { hoarding } from './hoarding.js';
import { holds } from './holds.js';
import { lostAnswers } from './lost-answers.js';
import { lostEvents } from './lost-events.js';
import { moneyWithoutGoal } from './money-without-goal.js';
import { otherPayer } from './other-payer.js';
import { otherPrice } from './other-price.js';
import { outbox } from './outbox.js';
import { overdue } from './overdue.js';
import { oversold } from './oversold.js';
import { ownOrder } from './own-order.js';
import { phantoms } from './phantoms.js';
import { recovery } from './recovery.js';
import { refusals } from './refusals.js';
import { replicas } from './replicas.js';
import { secondPayments } from './second-payments.js';
import { secretsTold } from './secrets-told.js';
import { soldWithoutMoney } from './sold-without-money.js';
import { undescribedAnswers } from './undescribed-answers.js';
import { undescribedEvents } from './undescribed-events.js';
import { undersold } from './undersold.js';
import { unsettledPayments } from './unsettled-payments.js';
import { wrongRefusals } from './wrong-refusals.js';
import { wrongReleases } from './wrong-releases.js';
import { wrongWords } from './wrong-words.js';

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
  'charged twice': chargedTwice,
  'charged without a claim': chargedWithoutClaim,
  'sold without money': soldWithoutMoney,
  'unsettled payment': unsettledPayments,
  'broken claim': brokenClaims,
  'wrong words': wrongWords,
  'forged webhook': forgedWebhooks,
  'second payment': secondPayments,
  'other payer': otherPayer,
  'money without a goal': moneyWithoutGoal,
  'books and bank': booksAndBank,
  'secret told': secretsTold,
  'wrong release': wrongReleases,
  'replica difference': replicas,
  'stuck outbox': outbox,
  'dead letter': deadLetters,
  'undescribed event': undescribedEvents,
  'undescribed answer': undescribedAnswers,
  'unexplained failure': failures,
  'unexpected refusal': refusals,
  'wrong refusal': wrongRefusals,
  'unexpected end': deaths,
  'no recovery': recovery,
  convergence,
};
