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
  const isAnswered = ({ status }: { status: number }) => status < 500; // a busy machine may ask to come again
  const sell = async (title: string, by = ann) => {
    const ask = () => by.visitor.post<TicketBody>('/api/tickets', { title, price: 20 });
    const { status, body } = await eventually(ask, isAnswered);
    if (status !== 201) throw new Error(`a listing was answered with ${status}`);
    return body;
  };
  const tickets = {
    onSale: await sell('On sale'),
    wanted: await sell('Wanted'),
    sold: await sell('Sold'),
    mallorys: await sell('Bait', mallory),
  };
  const reserve = async (ticket: TicketBody) => {
    const { status, body } = await eventually(
      () => bob.visitor.reserve(ticket.id),
      (answer) => answer.status !== 404 && isAnswered(answer), // 404: orders has not heard of the ticket yet
    );
    if (status !== 201 && status !== 200) throw new Error(`a reservation was answered with ${status}`);
    return body;
  };
  const live = await reserve(await sell('Reserved'));
  const unpaid = await reserve(await sell('To be paid'));
  const paying = await reserve(await sell('Being paid'));
  const { id } = await reserve(tickets.sold);
  const open = (await eventually(() => bob.visitor.startPayment(paying.id), isAnswered)).body;
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
