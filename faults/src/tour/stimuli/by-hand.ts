import { type Document, MongoClient, ObjectId, type UpdateFilter } from 'mongodb';
import { PARTNERS } from '@ticketing/system';
import type { Scene } from '../../fault.js';
import { databaseUri } from '../../system.js';
import type { Link } from '../../links/link.js';
import { confirm, giveUp, isComplete, look, type Payable, payable } from './paying.js';
import { withSlowLinks } from './slow-links.js';
import { pause, type Stimulus } from './stimulus.js';

const STRIPE = PARTNERS.stripe.name;
/** The bank's webhooks do not come, so nobody hears of what happens there. */
const nothing = () => [];

/** Somebody works at the bank by hand: takes, gives back and cancels payments there, and makes others. */
export const byHand: Stimulus = {
  name: 'work at the bank by hand',
  run: async (scene, _instances, end) => {
    for (let round = 0; round < 2 && !end.aborted; round++) {
      const { bank } = scene;
      await bank.byHand('payment_intents', {
        amount: '500',
        currency: 'usd',
        confirm: 'true',
        payment_method: 'pm_card_visa',
      });
      await captureBeforeAnybodyLooks(scene, await payable(scene, 3), end);
      // from here on the webhooks come again
      const all = await payable(scene, 14);
      await endInBooks(scene, all.slice(0, 5), all.slice(5, 7));
      await Promise.all([
        ...all.slice(7, 9).map((each, index) => refundAfterwards(scene, each, index === 0, end)),
        ...all.slice(9, 11).map((each) => bank.byHand(`payment_intents/${intentOf(each)}/cancel`)),
        ...all.slice(11, 12).map((each) => changeAmount(scene, each)),
        ...all.slice(12).map((each) => changeAmountAfterwards(scene, each)),
      ]);
      await Promise.all(all.map(look));
      await pause(3_000, end);
    }
  },
};

async function refundAfterwards(
  scene: Scene,
  each: Payable,
  inPart: boolean,
  end: AbortSignal,
): Promise<void> {
  await confirm(scene, each);
  if (!(await isComplete(each))) return;
  const refund = { payment_intent: intentOf(each) };
  if (inPart) {
    await scene.bank.byHand('refunds', { ...refund, amount: '100' });
    await pause(1_000, end);
  }
  await scene.bank.byHand('refunds', refund);
}

/**
 * The first order goes on. The buyer of the second one gives up, so its money has to be given back. Of the third one only a
 * part is taken.
 */
async function captureBeforeAnybodyLooks(scene: Scene, all: Payable[], end: AbortSignal): Promise<void> {
  const isToBank = ({ server }: Link) => server === STRIPE;
  scene.webhooks.set(nothing);
  try {
    await withSlowLinks(scene, isToBank, { minMs: 600, maxMs: 600 }, async () => {
      await Promise.all(
        all.map(async (each, index) => {
          await confirm(scene, each);
          await Promise.all([
            scene.bank.byHand(
              `payment_intents/${intentOf(each)}/capture`,
              index === 2 ? { amount_to_capture: '100' } : {},
            ),
            ...(index === 1 ? [giveUp(each)] : []),
          ]);
        }),
      );
      await pause(3_000, end);
    });
  } finally {
    scene.webhooks.set(undefined);
  }
  await Promise.all(all.map(look));
}

/** The books have another amount than the bank. */
async function changeAmount(scene: Scene, each: Payable): Promise<void> {
  await changeBooks(scene, each, { $inc: { amount: 1 } });
  await confirm(scene, each);
  await tellOf(scene, each);
}

/** The same after the payment. Some money is given back, so the payment is looked at again. */
async function changeAmountAfterwards(scene: Scene, each: Payable): Promise<void> {
  await confirm(scene, each);
  if (!(await isComplete(each))) return;
  await changeBooks(scene, each, { $inc: { amount: 1 } });
  await scene.bank.byHand('refunds', { payment_intent: intentOf(each), amount: '100' });
}

/** The books say that payments have ended whose cards are then confirmed. Of some the money is even taken. */
async function endInBooks(
  scene: Scene,
  taken: readonly Payable[],
  confirmed: readonly Payable[],
): Promise<void> {
  const ended = { settled: true, goal: 'void', outcome: 'voided', seen: 'canceled' };
  await Promise.all(
    [...taken, ...confirmed].map(async (each) => {
      await changeBooks(scene, each, { $set: ended, $unset: { dueAt: 1 }, $inc: { version: 1 } });
      await tellOf(scene, each);
    }),
  );
  // nobody hears of the card before the money is taken, or it would be let go
  scene.webhooks.set(nothing);
  try {
    await Promise.all(taken.map((each) => confirm(scene, each)));
  } finally {
    scene.webhooks.set(undefined);
  }
  await Promise.all(taken.map((each) => scene.bank.byHand(`payment_intents/${intentOf(each)}/capture`)));
  await Promise.all(confirmed.map((each) => confirm(scene, each)));
}

async function changeBooks(
  scene: Scene,
  { payment }: Payable,
  change: UpdateFilter<Document>,
): Promise<void> {
  const client = await MongoClient.connect(databaseUri(scene.system, 'payments'));
  try {
    await client
      .db()
      .collection('payments')
      .updateOne({ _id: new ObjectId(payment.id) }, change);
  } finally {
    await client.close();
  }
}

/** The checker hears that somebody works on this payment by hand. */
const tellOf = ({ bank }: Scene, each: Payable) => bank.byHand(`payment_intents/${intentOf(each)}/confirm`);

function intentOf({ payment }: Payable): string {
  return (payment.clientSecret ?? '').split('_secret_')[0]!;
}
