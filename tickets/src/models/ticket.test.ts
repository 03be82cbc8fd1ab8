import { join } from 'node:path';
import { globalsReplacedBy, newId, testDatabase } from '@ticketing/testing';
import { aTicket, stored } from '../testing/tickets.js';
import { Ticket } from './ticket.js';

testDatabase(Ticket);

describe('Ticket', () => {
  it('is saved only if nobody changed it in between', async () => {
    const { _id } = await aTicket();
    const [first, second] = [await Ticket.findById(_id), await Ticket.findById(_id)];
    const orderId = newId();
    first!.reserve(orderId, 2);
    second!.reserve(newId(), 1);
    await first!.save();
    await expect(second!.save()).rejects.toMatchObject({ name: 'VersionError' });
    expect(await stored(_id)).toMatchObject({ orderId, hold: 2, version: 1 });
  });

  it('does not replace functions of the language', () => {
    expect(globalsReplacedBy(join(__dirname, '../../dist/models/ticket.js'))).toEqual([]);
  });
});
