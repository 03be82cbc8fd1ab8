import { recordSpans } from '@ticketing/common/record-spans';
import { span, withTrace } from '@ticketing/common/telemetry';
import { logger } from '@ticketing/testing';
import { Order } from '../models/order.js';
import { anOrder, aTicket, ordersDatabase, past, stored } from '../testing/orders.js';
import { OverdueSweep } from './overdue-sweep.js';

ordersDatabase();

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const overdueOrder = async () => {
  const ticketId = await aTicket();
  return withTrace(`00-${TRACE}-b7ad6b7169203331-01`, () => anOrder({ ticketId, expiresAt: past(3_000) }));
};
/** The `traceparent` of the event that says that the order is cancelled. */
const traceOfEnd = async (id: unknown) => (await stored(id)).outbox[0]?.data.traceparent;

it('cancels an order in the trace of the request that placed it', async () => {
  const { _id } = await overdueOrder();
  await new OverdueSweep(logger).run();
  expect(await traceOfEnd(_id)).toContain(TRACE);
});

it('shows the cancellation as a part of the request, with a link', async () => {
  const { seen, stop } = recordSpans();
  const { _id } = await span('request', {}, async () =>
    anOrder({ ticketId: await aTicket(), expiresAt: past(3_000) }),
  );
  await new OverdueSweep(logger).run();
  const all = await seen();
  await stop();
  const [request, cancelled, expired] = ['request', 'cancel overdue order', 'expire order'].map((name) =>
    all.find((one) => one.name === name)!,
  );
  expect(cancelled).toMatchObject({
    traceId: request!.traceId,
    parent: request!.spanId,
    links: [request!.spanId],
    attributes: { 'order.id': String(_id) },
  });
  expect(expired!.parent).toBe(cancelled!.spanId);
});

it('cancels an order that was placed before orders kept their trace', async () => {
  const { _id } = await overdueOrder();
  await Order.updateOne({ _id }, { $unset: { trace: 1 } });
  await new OverdueSweep(logger).run();
  expect((await stored(_id)).status).toBe('cancelled');
  expect(await traceOfEnd(_id)).not.toContain(TRACE);
});
