import { randomUUID } from 'node:crypto';
import { aTicket, Visitor } from '@ticketing/e2e/testing';
import { MongoClient } from 'mongodb';
import { databaseUri } from '../../system.js';
import { pause, quiet, type Stimulus } from './stimulus.js';

/** Sellers list again because they think that the answer was lost. They look for their ticket by several words. */
export const repeated: Stimulus = {
  name: 'listings that are repeated',
  run: async ({ system }, _instances, end) => {
    const seller = await Visitor.signedUp(system.url);
    const ticket = aTicket({ title: 'Listed twice' });
    for (let round = 0; round < 8 && !end.aborted; round++) {
      const key = { 'idempotency-key': randomUUID() };
      const list = () => quiet(seller.post('/api/tickets', ticket, key));
      await Promise.all([list(), list(), quiet(seller.get('/api/tickets?q=twice listed'))]);
    }
  },
};

/** The tickets service looks for tickets with search terms of an older release every 10 s. */
const LOOK_MS = 12_000;

/** All tickets have search terms of an older release. */
export const oldTerms: Stimulus = {
  name: 'search terms of an older release',
  run: async ({ system }, _instances, end) => {
    const client = await MongoClient.connect(databaseUri(system, 'tickets'));
    try {
      await client
        .db()
        .collection('tickets')
        .updateMany({}, { $unset: { termsVersion: 1 } });
    } finally {
      await client.close();
    }
    await pause(LOOK_MS, end);
  },
};
