import { ObjectId } from 'mongodb';
import { Visitor } from '@ticketing/e2e/testing';
import { PARTNERS } from '@ticketing/system';
import type { Link } from '../../links/link.js';
import type { Card } from '../../load/bank.js';
import { serversOf, serviceOf } from '../../system.js';
import { askToPay, confirm, giveUp, isComplete, look, payable, reserved } from './paying.js';
import { withoutServers } from './processes.js';
import { withSlowLinks } from './slow-links.js';
import { newcomer, pause, quiet, type Stimulus } from './stimulus.js';

const STRIPE = PARTNERS.stripe.name;
/** Whether an instance calls the bank. */
const usesBank = (instance: string) => serversOf(serviceOf(instance)).includes(STRIPE);
const isToBank = ({ server }: Link) => server === STRIPE;

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
          if (index === 0 && (await isComplete(each)))
            await buyer.call(0, 'GET', `/api/orders/${order.id}/pass`);
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
  run: (scene, _instances, end) =>
    withSlowLinks(scene, isToBank, { minMs: 60, maxMs: 120 }, async () => {
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
    }),
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

/** The bank answers late, and an instance is told to stop while it waits for many of these answers. */
export const stopWhilePaying: Stimulus = {
  name: 'a stop while the bank is slow',
  fits: usesBank,
  run: async (scene, instances, end) => {
    const all = await payable(scene, 12);
    await withSlowLinks(scene, isToBank, { minMs: 2_000, maxMs: 2_000 }, async () => {
      // the webhooks come at once, and each of them begins a look at the bank
      await Promise.all(all.map((each) => confirm(scene, each)));
      await pause(300, end);
      for (const instance of instances) scene.system.process(instance).kill('SIGTERM');
      await pause(8_000, end);
    });
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

/** The calls that the bank refuses, and as long an address that it does not know. */
const REFUSALS = { capture: 'refused', cancel: 'denied' } as const;

/** The bank refuses to take reserved money, and then to let it go. */
export const bankRefuses: Stimulus = {
  name: 'a bank that refuses',
  fits: usesBank,
  run: async (scene, _instances, end) => {
    for (const call of ['capture', 'cancel'] as const) {
      if (end.aborted) return;
      const links = scene.links.all.filter(isToBank);
      const all = await payable(scene, 6);
      const path = `/${call} HTTP/`;
      const unknown = `/${REFUSALS[call]} HTTP/`;
      for (const link of links)
        link.rewriteRequests((chunk) =>
          Buffer.from(chunk.toString('latin1').replaceAll(path, unknown), 'latin1'),
        );
      try {
        await Promise.all(all.map((each) => confirm(scene, each)));
        if (call === 'cancel') await Promise.all(all.map(giveUp));
        await pause(2_500, end);
      } finally {
        for (const link of links) link.rewriteRequests(undefined);
      }
    }
  },
};
