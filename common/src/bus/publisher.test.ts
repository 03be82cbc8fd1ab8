import { eventually } from '../testing/stand-ins.js';
import { MalformedEventError } from '../events/event-map.js';
import { Subjects } from '../events/subjects.js';
import { withTrace } from '../telemetry/trace-context.js';
import { busHarness } from '../testing/bus-harness.js';
import { BusUnavailableError } from './errors.js';
import { Publisher } from './publisher.js';

class TestPublisher extends Publisher<Subjects.ExpirationComplete> {
  readonly subject = Subjects.ExpirationComplete;
}

const bus = busHarness();
const orderId = 'a'.repeat(24);

describe('Publisher', () => {
  it('publishes the event in the trace that caused it', async () => {
    const seen = await bus.tap(Subjects.ExpirationComplete);
    const publisher = new TestPublisher(await bus.connect());
    const traceId = '0af7651916cd43dd8448eb211c80319c';
    await withTrace(`00-${traceId}-b7ad6b7169203331-01`, () => publisher.publish({ orderId }));
    await eventually(() => expect(seen).toHaveLength(1));
    expect(JSON.parse(seen[0]!)).toEqual({
      orderId,
      traceparent: expect.stringContaining(traceId) as string,
    });
  });

  it('refuses data that are not the event of its subject', async () => {
    const publisher = new TestPublisher(await bus.connect());
    await expect(publisher.publish({ orderId: 'x' })).rejects.toThrow(MalformedEventError);
  });

  it('rejects when the broker is away', async () => {
    const connection = await bus.connect();
    await bus.server.kill();
    await eventually(() => expect(connection.connected).toBe(false));
    await expect(new TestPublisher(connection).publish({ orderId })).rejects.toThrow(BusUnavailableError);
    await bus.server.start();
  });
});
