import { logger, newId } from '@ticketing/testing';
import { Types } from 'mongoose';
import { Ticket } from '../models/ticket.js';
import { aTicket, stored, ticketsApi } from '../testing/tickets.js';
import { renewTerms, TermsRenewal } from './renew-terms.js';

const as = ticketsApi();

/** A ticket as an older release has stored it. */
async function anOldTicket(title: string, fields: object = {}): Promise<Types.ObjectId> {
  const { insertedId } = await Ticket.collection.insertOne({
    ...{ title, price: 20, userId: newId(), hold: 1, version: 3, outbox: [], terms: ['old'] },
    ...fields,
  });
  return insertedId;
}

async function find(q: string): Promise<unknown> {
  return (await as().get('/api/tickets').query({ q }).expect(200)).body;
}

describe('the renewal of search terms', () => {
  it('lets searches find the tickets of older releases', async () => {
    await anOldTicket('東京コンサート');
    await anOldTicket('Łódź', { termsVersion: 1, unspaced: '東京' });
    expect(await find('コンサート')).toEqual([]);
    expect(await renewTerms()).toBe(2);
    expect(await find('コンサート')).toHaveLength(1);
    expect(await find('lodz')).toHaveLength(1);
    expect(await find('old')).toEqual([]);
    expect(await renewTerms()).toBe(0);
  });

  it('changes nothing that others see', async () => {
    const outbox = [{ id: new Types.ObjectId(), subject: 'ticket:updated', data: {}, at: new Date() }];
    const id = await anOldTicket('Concert', { orderId: newId(), outbox, listedBy: { key: 'k', tag: 't' } });
    const { terms: _terms, ...before } = await stored(id);
    await renewTerms();
    const { terms, termsVersion, unspaced, ...after } = await Ticket.collection
      .findOne({ _id: id })
      .then((found) => found!);
    expect(after).toEqual(before);
    expect([terms, termsVersion, unspaced]).toEqual([expect.arrayContaining(['concert']), 2, '']);
  });

  it('leaves tickets that have the present terms alone', async () => {
    await aTicket();
    expect(await renewTerms()).toBe(0);
  });

  it('goes through many tickets, with several instances at once and edits in between', async () => {
    const ids = await Promise.all(Array.from({ length: 250 }, (_, index) => anOldTicket(`Seat ${index}`)));
    const edit = async (id: Types.ObjectId) => {
      const ticket = (await Ticket.findById(id))!;
      ticket.edit({ title: 'Edited', price: 20 });
      await ticket.save();
    };
    await Promise.all([renewTerms(), renewTerms(), ...ids.slice(200).map(edit)]);
    expect(await Ticket.countDocuments({ termsVersion: 2 })).toBe(250);
    expect(await Ticket.countDocuments({ terms: 'seat' })).toBe(200);
    expect(await Ticket.countDocuments({ terms: 'edited' })).toBe(50);
    expect(await Ticket.countDocuments({ version: 3 })).toBe(200);
  });

  it('never gives a ticket the terms of the title that it had before an edit', async () => {
    const id = await anOldTicket('Before');
    const bulkWrite = Ticket.collection.bulkWrite.bind(Ticket.collection);
    // the edit comes between the renewal's read and its write
    const between = jest.spyOn(Ticket.collection, 'bulkWrite').mockImplementationOnce(async (...args) => {
      const ticket = (await Ticket.findById(id))!;
      ticket.edit({ title: 'After', price: 20 });
      await ticket.save();
      return bulkWrite(...args);
    });
    await renewTerms();
    between.mockRestore();
    expect(await find('before')).toEqual([]);
    expect(await find('after')).toHaveLength(1);
  });

  it('begins with the service and ends with it', async () => {
    await anOldTicket('Concert');
    const renewal = new TermsRenewal(logger);
    renewal.start();
    for (let tries = 0; tries < 100 && (await Ticket.countDocuments({ termsVersion: 2 })) === 0; tries++)
      await new Promise((resolve) => setTimeout(resolve, 20));
    await renewal.stop();
    expect(await find('concert')).toHaveLength(1);
  });
});
