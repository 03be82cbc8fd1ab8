import { isDuplicateKey } from '@ticketing/common/mongo';
import { changeTicket } from '../events/change-ticket.js';
import { DeletedSeller } from '../models/deleted-seller.js';
import { Ticket } from '../models/ticket.js';

const BATCH = 500;
/** A request that was on its way when the process died is younger than this. */
const LATE_MS = 24 * 60 * 60 * 1000;

/**
 * Takes all tickets of a deleted account off the market. An attempt that breaks off is made again and goes on where it was.
 *
 * The account is noted first. So a ticket that is being listed meanwhile is either found here, or its request finds the note
 * (`listTicket`).
 */
export async function withdrawTickets(userId: string): Promise<void> {
  await DeletedSeller.updateOne(
    { _id: userId },
    { $setOnInsert: { heardAt: new Date() } },
    { upsert: true },
  ).catch((error: unknown) => {
    if (!isDuplicateKey(error, '_id')) throw error;
  });
  const left = { userId, soldTo: null, withdrawn: null };
  for (;;) {
    const tickets = await Ticket.find(left).select('_id').limit(BATCH).lean();
    await Promise.all(tickets.map(({ _id }) => changeTicket(String(_id), (ticket) => ticket.withdraw())));
    if (tickets.length < BATCH) return;
  }
}

/** Finds the tickets of requests that died between listing a ticket and looking for the note. Call it at the start. */
export async function withdrawLateTickets(): Promise<void> {
  const late = await DeletedSeller.find({ heardAt: { $gt: new Date(Date.now() - LATE_MS) } }).lean();
  for (const { _id } of late) await withdrawTickets(_id);
}
