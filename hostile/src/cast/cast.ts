import type { OrderBody, PaymentBody, RunningSystem, TicketBody } from '@ticketing/e2e/testing';
import { eventually } from './eventually.js';
import { Person, type PersonName } from './person.js';

/** The people of a run, and what they have. Requests aim at these things, and each of them must stay as it is. */
export interface Cast {
  people: Record<PersonName, Person>;
  tickets: { onSale: TicketBody; wanted: TicketBody; sold: TicketBody; mallorys: TicketBody };
  orders: {
    /** Somebody could cancel it. */
    live: OrderBody;
    /** Somebody could pay for it. */
    unpaid: OrderBody;
    /** It has an open payment. */
    paying: OrderBody;
    complete: OrderBody;
  };
  payments: { open: PaymentBody; paid: PaymentBody };
  /** The text of the pass of the complete order. Whoever has it gets in. */
  pass: string;
}

export async function gather({ url }: RunningSystem): Promise<Cast> {
  const ann = await Person.signUp(url, 'ann');
  const bob = await Person.signUp(url, 'bob');
  const dan = await Person.signUp(url, 'dan');
  const eve = await Person.signUp(url, 'eve');
  const mallory = await Person.signUp(url, 'mallory');
  const sell = (title: string, by = ann) => by.visitor.sell(title, 20);
  const tickets = {
    onSale: await sell('On sale'),
    wanted: await sell('Wanted'),
    sold: await sell('Sold'),
    mallorys: await sell('Bait', mallory),
  };
  const reserve = async (ticket: TicketBody) => {
    const { status, body } = await eventually(
      () => bob.visitor.reserve(ticket.id),
      ({ status }) => status !== 404, // the orders service has not heard of it yet
    );
    if (status !== 201) throw new Error(`a reservation was answered with ${status}`);
    return body;
  };
  const live = await reserve(await sell('Reserved'));
  const unpaid = await reserve(await sell('To be paid'));
  const paying = await reserve(await sell('Being paid'));
  const { id } = await reserve(tickets.sold);
  const open = (await bob.visitor.startPayment(paying.id)).body;
  const { payment } = await bob.visitor.pay(id);
  const complete = await eventually(
    () => bob.visitor.order(id),
    ({ status }) => status === 'complete',
  );
  const paid = await eventually(
    () => bob.visitor.payment(payment.id),
    ({ status }) => status === 'paid',
  );
  await eventually(
    () => bob.visitor.ticket(tickets.sold.id),
    ({ sold }) => sold === true,
  );
  const pass = (await bob.visitor.get<{ token: string }>(`/api/orders/${id}/pass`)).body.token;
  return {
    people: { ann, bob, dan, eve, mallory },
    tickets,
    orders: { live, unpaid, paying, complete },
    payments: { open, paid },
    pass,
  };
}
