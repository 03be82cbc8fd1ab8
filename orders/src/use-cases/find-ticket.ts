import { setTimeout as sleep } from 'node:timers/promises';
import { NotFoundError } from '@ticketing/common/errors';
import { databaseClock } from '@ticketing/common/mongo';
import { Types } from 'mongoose';
import { Ticket } from '../models/ticket.js';

/** A ticket counts as young for this long. The time in its id is from another machine, whose clock may be minutes apart. */
const YOUNG_MS = 10 * 60_000;
const ARRIVAL_LIMIT_MS = 1_000;
const POLL_MS = 50;

/**
 * Finds the copy of a ticket. The event of a new ticket may still be on its way, so a missing ticket is waited for when
 * its id is young. So a buyer can reserve every ticket that a buyer can see.
 * @throws {NotFoundError} when there is no such ticket.
 */
export async function findTicket(id: string) {
  const listedAt = new Types.ObjectId(id).getTimestamp().getTime();
  const young = Math.abs(databaseClock.now() - listedAt) < YOUNG_MS;
  for (let waited = 0; ; waited += POLL_MS) {
    const ticket = await Ticket.findById(id).lean();
    if (ticket) return ticket;
    if (!young || waited >= ARRIVAL_LIMIT_MS) throw new NotFoundError();
    await sleep(POLL_MS);
  }
}
