import { DEAD_LETTER_CHANNEL, NatsConnection, Subjects } from '@ticketing/common';
import { NatsStreamingServer } from '@ticketing/nats-streaming';
import { eventually } from '@ticketing/processes';
import { Ticket } from '../models/ticket.js';
import {
  anOrder,
  aTicket,
  inFuture,
  logger,
  newId,
  ordersHarness,
  past,
  stored,
} from '../testing/harness.js';
import { ExpirationCompleteListener } from './listeners/expiration-complete-listener.js';
import { TicketCreatedListener } from './listeners/ticket-created-listener.js';
import { TicketUpdatedListener } from './listeners/ticket-updated-listener.js';

ordersHarness();
const server = new NatsStreamingServer({});
let bus: NatsConnection;
const parked: string[] = [];

beforeAll(async () => {
  await server.start();
  bus = await NatsConnection.connect({
    url: server.url,
    clusterId: server.clusterId,
    clientId: 'orders',
    logger,
  });
  await new TicketCreatedListener(bus, logger).listen();
  await new TicketUpdatedListener(bus, logger).listen();
  await new ExpirationCompleteListener(bus, logger).listen();
  await bus.subscribe({
    channel: DEAD_LETTER_CHANNEL,
    queueGroup: 'test',
    maxInFlight: 10,
    ackWaitSeconds: 30,
    onMessage: (message) => {
      parked.push(message.getRawData().toString());
      message.ack();
    },
  });
});
afterAll(async () => {
  await bus.close();
  await server.stop();
});

const publish = (subject: Subjects, data: object) => bus.publish(subject, JSON.stringify(data));

describe('ticket:created and ticket:updated', () => {
  it('keep the copy, in any order', async () => {
    const id = newId();
    const orderId = newId();
    const ticket = { id, title: 'Concert', price: 20, userId: newId() };
    await publish(Subjects.TicketUpdated, { ...ticket, version: 2, price: 25, orderId });
    await publish(Subjects.TicketCreated, { ...ticket, version: 0 });
    await publish(Subjects.TicketUpdated, { ...ticket, version: 1, price: 22 });
    await eventually(async () => expect(await Ticket.findById(id).lean()).toMatchObject({ version: 2 }));
    const marker = newId();
    await publish(Subjects.TicketUpdated, { ...ticket, id: marker, version: 1 });
    await publish(Subjects.TicketCreated, { ...ticket, id: marker, version: 0 });
    await eventually(async () => expect(await Ticket.findById(marker).lean()).toMatchObject({ version: 1 }));
    expect(await Ticket.findById(id).lean()).toMatchObject({ version: 2, price: 25, orderId });
  });
});

describe('expiration:complete', () => {
  it('cancels the order whose time is over', async () => {
    const order = await anOrder({ ticketId: await aTicket(), expiresAt: past() });
    await publish(Subjects.ExpirationComplete, { orderId: order.id as string });
    await publish(Subjects.ExpirationComplete, { orderId: order.id as string });
    await eventually(async () =>
      expect(await stored(order._id)).toMatchObject({ status: 'cancelled', version: 1 }),
    );
  });

  it('is ignored before its time', async () => {
    const early = await anOrder({ ticketId: await aTicket(), expiresAt: inFuture() });
    await publish(Subjects.ExpirationComplete, { orderId: early.id as string });
    const marker = await anOrder({ ticketId: await aTicket(), expiresAt: past() });
    await publish(Subjects.ExpirationComplete, { orderId: marker.id as string });
    await eventually(async () => expect((await stored(marker._id)).status).toBe('cancelled'));
    expect(await stored(early._id)).toMatchObject({ status: 'created', version: 0 });
  });

  it('is parked when it speaks of no order', async () => {
    const orderId = newId();
    await publish(Subjects.ExpirationComplete, { orderId });
    await eventually(() => expect(parked.join()).toContain(`there is no order ${orderId}`));
  });
});
