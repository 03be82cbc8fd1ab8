import { createHash } from 'node:crypto';
import {
  databaseOf,
  type OrderBody,
  type PaymentBody,
  type RunningSystem,
  type TicketBody,
} from '@ticketing/e2e/testing';
import type { Cast } from '../cast/cast.js';

interface Account {
  email: string;
  passwordHash: string;
  /** Counts how often all sessions were ended. */
  generation: number;
}

/** Shows that a password has changed, and tells nothing of it. */
const digest = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 12);

/** What the API tells about everybody's things, one line for each thing. */
export async function snapshotOf(
  { people, tickets, orders }: Cast,
  { system }: RunningSystem,
): Promise<string[]> {
  const lines: string[] = [];
  const add = (what: string, thing: unknown) => lines.push(`${what} ${JSON.stringify(thing)}`);
  for (const { name, visitor } of Object.values(people)) {
    const { body } = await visitor.get('/api/users/currentuser');
    add(`${name} is`, body);
    const mine = (await visitor.get<TicketBody[]>('/api/tickets?mine=true&limit=100')).body;
    for (const ticket of mine) add(`${name} sells`, ticket);
    const own = (await visitor.get<OrderBody[]>('/api/orders?limit=100')).body;
    for (const order of own) {
      add(`${name} ordered`, order);
      for (const payment of (await visitor.get<PaymentBody[]>(`/api/payments?orderId=${order.id}`)).body)
        add(`${name} pays`, payment);
    }
  }
  for (const { id } of Object.values(tickets))
    add('everybody sees', (await people.ann.visitor.get(`/api/tickets/${id}`)).body);
  add(
    'a pass begins with',
    (
      await people.bob.visitor.get<{ token: string }>(`/api/orders/${orders.complete.id}/pass`)
    ).body.token.split('.')[0],
  );
  const { client, collection } = await databaseOf(system, 'auth');
  const accounts = await collection<Account>('users').find().sort({ email: 1 }).toArray();
  await client.close();
  for (const { email, passwordHash, generation } of accounts)
    add('an account is', { email, generation, password: digest(passwordHash) });
  return lines;
}

/** How two snapshots differ. */
export function differences(before: readonly string[], after: readonly string[]): string[] {
  const [old, now] = [new Set(before), new Set(after)];
  return [
    ...before.filter((line) => !now.has(line)).map((line) => `gone: ${line}`),
    ...after.filter((line) => !old.has(line)).map((line) => `new: ${line}`),
  ];
}
