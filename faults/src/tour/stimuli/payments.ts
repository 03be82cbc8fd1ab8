import { MongoClient, ObjectId } from 'mongodb';
import { Visitor } from '@ticketing/e2e/testing';
import { PARTNERS } from '@ticketing/system';
import type { Scene } from '../../fault.js';
import type { Card } from '../../load/bank.js';
import { databaseUri, serversOf, serviceOf } from '../../system.js';
import { askToPay, confirm, giveUp, look, type Payable, payable, reserved } from './paying.js';
import { withoutServers } from './processes.js';
import { newcomer, pause, quiet, type Stimulus } from './stimulus.js';

const STRIPE = PARTNERS.stripe.name;
/** Whether an instance calls the bank. */
const usesBank = (instance: string) => serversOf(serviceOf(instance)).includes(STRIPE);
/** The bank's webhooks do not come, so nobody hears of what happens there. */
const nothing = () => [];

/** Buyers pay with all kinds of cards, ask again, give up, or want to pay for what is not theirs. */
export const payments: Stimulus = {
  name: 'payments with all kinds of cards',
  run: async (scene, _instances, end) => {
    const cards: Card[] = ['ok', 'declined', 'threeDSecure', 'threeDSecureThenDeclined', 'ok', 'ok'];
    for (let round = 0; round < 3 && !end.aborted; round++) {
      const all = await payable(scene, cards.length);
      await Promise.all(
        all.map(async (each, index) => {
          const { buyer, order } = each;
          await confirm(scene, each, cards[index]);
          if (index === 5) await giveUp(each);
          await look(each);
          await buyer.call(0, 'GET', `/api/payments?orderId=${order.id}`);
          await askToPay(buyer, order);
        }),
      );
    }
    const stranger = await newcomer(scene);
    const unknown = await Visitor.signedUp(scene.system.url);
    await Promise.all([
      reserved(scene, 1).then(([first]) => first && askToPay(stranger, first.order)),
      quiet(unknown.startPayment(String(new ObjectId()))),
    ]);
  },
};

/** Buyers press Pay in many tabs at once, give up at the same moment, and look again and again. */
export const impatient: Stimulus = {
  name: 'impatient buyers',
  fits: usesBank,
  run: async (scene, instances, end) => {
    const links = scene.links.all.filter(({ server, instance }) => server === STRIPE && usesBank(instance));
    for (const link of links) link.delay(60, 120, undefined);
    try {
      for (let round = 0; round < 3 && !end.aborted; round++) {
        const orders = await reserved(scene, 8);
        await Promise.all(orders.flatMap(({ buyer, order }) => [0, 1, 2].map(() => askToPay(buyer, order))));
        const all = await payable(scene, 8);
        await Promise.all(
          all.map(async (each, index) => {
            await confirm(scene, each);
            await Promise.all([
              ...[0, 1, 2, 3].map(() => look(each)),
              ...(index % 2 === 0 ? [giveUp(each)] : []),
            ]);
          }),
        );
      }
    } finally {
      for (const link of links) link.heal();
    }
  },
};

/** The bank dies while payments are confirmed. It is away while buyers want to pay, and while orders end. */
export const bankAway: Stimulus = {
  name: 'outages of the bank',
  fits: usesBank,
  run: async (scene, _instances, end) => {
    for (let round = 0; round < 2 && !end.aborted; round++) {
      const open = await payable(scene, 6);
      const orders = await reserved(scene, 4);
      const confirmed = open.slice(0, 3).map((each) => confirm(scene, each));
      await pause(100, end);
      scene.system.process(STRIPE).kill('SIGKILL'); // in the middle of its work
      await Promise.all(confirmed);
      await withoutServers(scene, [STRIPE], async () => {
        await Promise.all([
          ...orders.map(({ buyer, order }) => askToPay(buyer, order)),
          ...open.map(look),
          ...open.slice(3).map(giveUp),
        ]);
        await pause(3_000, end);
      });
    }
  },
};

/** The bank takes calls and does not answer, for longer than payments waits. */
export const bankFreezes: Stimulus = {
  name: 'a frozen bank',
  fits: usesBank,
  run: async (scene, _instances, end) => {
    const open = await payable(scene, 4);
    const orders = await reserved(scene, 2);
    const bank = scene.system.process(STRIPE);
    bank.kill('SIGSTOP');
    try {
      await Promise.all([...open.map(look), ...orders.map(({ buyer, order }) => askToPay(buyer, order))]);
      await pause(22_000, end);
    } finally {
      bank.kill('SIGCONT');
    }
  },
};

/** Somebody works at the bank by hand: takes, gives back and cancels payments there, and makes others. */
export const byHand: Stimulus = {
  name: 'work at the bank by hand',
  fits: usesBank,
  run: async (scene, _instances, end) => {
    for (let round = 0; round < 2 && !end.aborted; round++) {
      const { bank } = scene;
      await bank.byHand('payment_intents', {
        amount: '500',
        currency: 'usd',
        confirm: 'true',
        payment_method: 'pm_card_visa',
      });
      const all = await payable(scene, 8);
      await Promise.all([
        ...all.slice(0, 2).map((each, index) => refundAfterwards(scene, each, index === 0, end)),
        ...all.slice(2, 4).map((each) => bank.byHand(`payment_intents/${intentOf(each)}/cancel`)),
        captureBeforeAnybodyLooks(scene, all.slice(4, 7), end),
        ...all.slice(7).map((each) => changeBooks(scene, each)),
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
  await pause(1_500, end);
  const refund = { payment_intent: intentOf(each) };
  await scene.bank.byHand('refunds', inPart ? { ...refund, amount: '100' } : refund);
  await scene.bank.byHand('refunds', refund);
}

/**
 * The first order goes on. The buyer of the second one gives up, so its money has to be given back. Of the third one only a
 * part is taken.
 */
async function captureBeforeAnybodyLooks(scene: Scene, all: Payable[], end: AbortSignal): Promise<void> {
  const links = scene.links.all.filter(({ server }) => server === STRIPE);
  scene.webhooks.set(nothing);
  for (const link of links) link.delay(600, 600, undefined);
  try {
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
  } finally {
    scene.webhooks.set(undefined);
    for (const link of links) link.heal();
  }
}

/** The books have another amount than the bank. The work at the bank only tells the checker of it. */
async function changeBooks(scene: Scene, each: Payable): Promise<void> {
  const client = await MongoClient.connect(databaseUri(scene.system, 'payments'));
  try {
    const payments = client.db().collection('payments');
    await payments.updateOne({ _id: new ObjectId(each.payment.id) }, { $inc: { amount: 1 } });
  } finally {
    await client.close();
  }
  await confirm(scene, each);
  await scene.bank.byHand(`payment_intents/${intentOf(each)}/confirm`);
}

function intentOf({ payment }: Payable): string {
  return (payment.clientSecret ?? '').split('_secret_')[0]!;
}
