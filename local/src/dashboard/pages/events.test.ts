import { type ChannelState, receiptOf } from '../data/bus-monitor.js';
import type { SeenEvent } from '../data/event-tap.js';
import { eventsPage } from './events.js';

const TRACE = 'b'.repeat(32);
const event: SeenEvent = {
  subject: 'order:created',
  sequence: 7,
  at: 0,
  body: JSON.stringify({ id: '<img src=x>', traceparent: `00-${TRACE}-${'c'.repeat(16)}-01` }),
};
const group = (name: string, lastSent: number, open: number, isAway = false) => ({
  name,
  lastSent,
  open,
  isAway,
});
const channel: ChannelState = {
  name: 'order:created',
  messages: 9,
  last: 9,
  groups: [
    group('tickets-service', 9, 0),
    group('payments-service', 8, 2),
    group('expiration-service', 5, 0, true),
  ],
};
const search = { subject: '', text: '' };
const page = (channels: ChannelState[] | undefined, isConnected = true) =>
  String(eventsPage({ events: [event], channels, isConnected, search })).replace(/\s+/g, ' ');

it.each([
  [group('a', 7, 0), 'acknowledged'],
  [group('a', 9, 0), 'acknowledged'],
  [group('a', 9, 1), 'perhaps open'],
  [group('a', 6, 0), 'waits'],
  [group('a', 6, 0, true), 'nobody listens'],
  [undefined, 'nobody listens'],
])('tells what a queue group has done with a message: %j, %s', (state, receipt) => {
  expect(receiptOf(7, state)).toBe(receipt);
});

it('says of an event who has acknowledged it', () => {
  const shown = page([channel]);
  for (const text of ['✓ tickets: acknowledged', '… payments: perhaps open', '✗ expiration: nobody listens'])
    expect(shown).toContain(text);
});

it('says how far each queue group has come', () => {
  const shown = page([channel]);
  expect(shown).toContain('all of 9 acknowledged');
  expect(shown).toContain('2 not acknowledged');
  expect(shown).toContain('4 not sent yet');
});

it('links an event to its trace, and shows its body as text', () => {
  const shown = page([channel]);
  expect(shown).toContain(`href="/traces/${TRACE}"`);
  expect(shown).toContain('&lt;img src=x&gt;');
  expect(shown).not.toContain('<img');
});

it('shows events though the bus does not answer', () => {
  const shown = page(undefined, false);
  expect(shown).toContain('The bus is away');
  expect(shown).toContain('order:created');
});

it('says why it does not show who has acknowledged an event', () => {
  expect(page(undefined, true)).toContain('nobody knows at the moment who has acknowledged what');
  expect(page([channel], true)).not.toContain('nobody knows');
});
