import { sessionOf } from '../testing/a-cast.js';
import { forgedSessions } from './forged-sessions.js';

it('never makes a session that is real', () => {
  const [victim, own] = [sessionOf('bob@hostile.example'), sessionOf('mallory@hostile.example')];
  const forged = Object.values(forgedSessions(victim, own, { pass: 'a.b.c' }));
  expect(forged.length).toBeGreaterThan(30);
  const real = (value: string) => Buffer.from(value, 'base64').toString();
  for (const value of forged) expect([real(victim), real(own)]).not.toContain(real(value));
});
