import { newId, stored, ticketOnSale, ticketsHarness } from '../testing/harness.js';
import { Ticket } from './ticket.js';

ticketsHarness();

describe('Ticket', () => {
  it('is saved only if nobody changed it in between', async () => {
    const { _id } = await ticketOnSale();
    const [first, second] = [await Ticket.findById(_id), await Ticket.findById(_id)];
    const orderId = newId();
    first!.reserve(orderId, 2);
    second!.reserve(newId(), 1);
    await first!.save();
    await expect(second!.save()).rejects.toMatchObject({ name: 'VersionError' });
    expect(await stored(_id)).toMatchObject({ orderId, hold: 2, version: 1 });
  });
});
