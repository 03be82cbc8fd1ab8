import type { ParkedMessage } from '@ticketing/common/replay';
import { deadLettersPage } from './dead-letters.js';

const parked = (obstacle?: ParkedMessage['obstacle'], text = '{"id":"1"}'): ParkedMessage => ({
  number: 1,
  letter: {
    subject: 'order:created',
    queueGroup: 'tickets-service',
    sequence: 17,
    body: text,
    encoding: 'utf8',
    truncated: false,
    reason: text,
    attempts: 3,
    parkedAt: '2026-01-31T20:00:00.000Z',
  },
  body: Buffer.from(text),
  ...(obstacle && { obstacle }),
});
const page = (...messages: ParkedMessage[]) =>
  String(deadLettersPage(messages, 'token')).replace(/\s+/g, ' ');

it('says that nothing is parked', () => expect(page()).toContain('Nothing is parked.'));

it('has a button for each message, and one for all', () => {
  const shown = page(parked());
  expect(shown).toContain('name="sequence" value="17"');
  expect(shown).toContain('Replay all 1 that are events');
});

it('says that a malformed message would be parked again', () => {
  const shown = page(parked({ kind: 'malformed', why: 'no id' }));
  expect(shown).toContain('Replay all the same');
  expect(shown).toContain('would be parked again');
  expect(shown).not.toContain('that are events');
});

it('has no button for a message that cannot be put back', () => {
  const shown = page(parked({ kind: 'truncated', why: 'too large' }));
  expect(shown).not.toContain('<button');
  expect(shown).toContain('too large');
});

it('shows what is in a message as text', () => {
  expect(page(parked(undefined, '<script>alert(1)</script>'))).not.toContain('<script');
});

it('shows at most a hundred', () => {
  const shown = page(...Array.from({ length: 150 }, () => parked()));
  expect(shown).toContain('150 messages are parked, of which the newest 100 are shown');
  expect(shown.split('<h2>')).toHaveLength(101);
});

it('says that the bus is away, as text', () => {
  const shown = String(deadLettersPage('the bus: <b>no route</b>', 'token'));
  expect(shown).toContain('Not shown: the bus: &lt;b&gt;no route');
  expect(shown).not.toContain('Nothing is parked');
});
