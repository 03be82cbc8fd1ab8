import { eventually } from '@ticketing/processes';
import type Stripe from 'stripe';
import type { StripeServer } from './stripe-server.js';
import { StripeSuite, clientOf, createManual } from './testing/stripe-suite.js';
import { WebhookReceiver } from './testing/webhook-receiver.js';

const OF_ONE_PAYMENT = [
  'charge.captured',
  'charge.succeeded',
  'payment_intent.amount_capturable_updated',
  'payment_intent.created',
  'payment_intent.succeeded',
];

describe('webhooks', () => {
  const suite = new StripeSuite();
  let receiver: WebhookReceiver;
  beforeEach(async () => {
    receiver = new WebhookReceiver();
    await receiver.start();
  });
  afterEach(() => receiver.stop());
  afterEach(() => suite.end());

  async function pay(stripe: Stripe): Promise<string> {
    const { id } = await createManual(stripe);
    await stripe.paymentIntents.confirm(id, { payment_method: 'pm_card_visa' });
    await stripe.paymentIntents.capture(id);
    return id;
  }
  const genuine = (server: StripeServer) => receiver.genuine(server.keys.webhookSecret);
  const types = (events: Stripe.Event[]) => events.map(({ type }) => type).sort();
  const ids = (events: Stripe.Event[]) => [...new Set(events.map(({ id }) => id))];

  it('are signed, and say what happened when it happened', async () => {
    const server = await suite.server({ webhookUrl: receiver.url });
    const stripe = clientOf(server);
    const id = await pay(stripe);
    await eventually(() => expect(types(genuine(server))).toEqual(OF_ONE_PAYMENT));
    const reserved = genuine(server).find(({ type }) => type === 'payment_intent.amount_capturable_updated');
    expect(reserved?.data.object).toMatchObject({ id, status: 'requires_capture', amount_capturable: 1999 });
    expect(reserved?.request?.id).toMatch(/^req_/);
    const { data } = await stripe.events.list({ limit: 100 });
    expect(data.map((event) => event.id).sort()).toEqual(ids(genuine(server)).sort());
    expect(await stripe.events.retrieve(reserved?.id ?? '')).toEqual(reserved);
  });

  it('are only of the types that the endpoint wants', async () => {
    const wanted = ['payment_intent.created', 'payment_intent.succeeded'];
    const server = await suite.server({ webhookUrl: receiver.url, webhookEvents: wanted });
    const stripe = clientOf(server);
    await pay(stripe);
    await eventually(() => expect(types(genuine(server))).toEqual(wanted));
    const { data } = await stripe.events.list({ limit: 100 });
    expect(types(data)).toEqual(OF_ONE_PAYMENT); // the others have happened all the same
  });

  it('are sent again until the endpoint takes them', async () => {
    const server = await suite.server({ webhookUrl: receiver.url });
    receiver.answer = () => (receiver.received.length === 1 ? 500 : 200);
    await createManual(clientOf(server));
    await eventually(() => expect(genuine(server)).toHaveLength(2));
    const [first, second] = genuine(server);
    expect(second?.id).toBe(first?.id);
    const [one, two] = receiver.received;
    expect((two?.at ?? 0) - (one?.at ?? 0)).toBeGreaterThan(900);
  });

  it('are sent after a crash, though the endpoint was away before it', async () => {
    await receiver.stop();
    const server = await suite.server({ webhookUrl: receiver.url, dir: suite.directory() });
    await pay(clientOf(server));
    await server.kill();
    await receiver.start();
    await server.start();
    await eventually(() => expect(types(genuine(server))).toEqual(OF_ONE_PAYMENT));
  });

  it('are not sent again after a restart when they were taken', async () => {
    const server = await suite.server({ webhookUrl: receiver.url, dir: suite.directory() });
    await pay(clientOf(server));
    await eventually(() => expect(genuine(server)).toHaveLength(5));
    await server.stop();
    await server.start();
    await createManual(clientOf(server));
    await eventually(() => expect(genuine(server)).toHaveLength(6));
  });

  it.each([
    ['drop=1', 0],
    ['repeat=1,delay=100ms', 10],
  ])('with the fault %s, %i of 5 events come', async (faults, count) => {
    const server = await suite.server({ webhookUrl: receiver.url, flags: ['--webhook-faults', faults] });
    await pay(clientOf(server));
    await eventually(() => expect(genuine(server)).toHaveLength(count));
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(genuine(server)).toHaveLength(count);
    expect(ids(genuine(server))).toHaveLength(Math.min(count, 5));
  });

  it('with the fault reorder, all events come in another order', async () => {
    const faults = ['--webhook-faults', 'reorder=0.5,delay=500ms'];
    const server = await suite.server({ webhookUrl: receiver.url, flags: faults });
    const stripe = clientOf(server);
    for (let number = 0; number < 4; number++) await pay(stripe);
    await eventually(() => expect(ids(genuine(server))).toHaveLength(20));
    const { data } = await stripe.events.list({ limit: 100 });
    const sent = data.map(({ id }) => id).reverse();
    expect([...ids(genuine(server))].sort()).toEqual([...sent].sort());
    expect(ids(genuine(server))).not.toEqual(sent);
  });

  it('with the fault forge, a wrong signature betrays each forged event', async () => {
    const faults = ['--webhook-faults', 'forge=1'];
    const server = await suite.server({ webhookUrl: receiver.url, flags: faults });
    const stripe = clientOf(server);
    await createManual(stripe);
    await eventually(() => expect(receiver.received).toHaveLength(2));
    const forged = receiver.received.map(({ body }) => JSON.parse(body) as Stripe.Event);
    expect(types(forged)).toEqual(['payment_intent.created', 'payment_intent.succeeded']);
    expect(types(genuine(server))).toEqual(['payment_intent.created']);
  });
});
