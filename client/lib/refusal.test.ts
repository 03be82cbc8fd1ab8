import { holds, type Refusal } from './refusal';

const refusal = (fields: Partial<Refusal>): Refusal => ({ kind: 'retry', title: 'x', text: 'y', ...fields });

it('a ticket is taken until that reservation has ended', () => {
  const early = refusal({ kind: 'taken', version: 3 }); // the reservation was still on its way
  expect(holds(early, { open: true, version: 3 })).toBe(true);
  expect(holds(early, { open: false, version: 4 })).toBe(true);
  expect(holds(early, { open: true, version: 5 })).toBe(false);
  const late = refusal({ kind: 'taken', version: 4 });
  expect(holds(late, { open: false, version: 4 })).toBe(true);
  expect(holds(late, { open: true, version: 5 })).toBe(false);
});

it('words about one reservation do not come back with the next one', () => {
  expect(holds(refusal({ kind: 'taken', version: 4 }), { open: false, version: 6 })).toBe(false);
});

it('a request to try again goes with the button', () => {
  expect(holds(refusal({}), { open: true })).toBe(true);
  expect(holds(refusal({}), { open: false })).toBe(false);
});

it('a change is told as long as the page offers something else than before', () => {
  const changed = refusal({ kind: 'changed', was: 'A for $1' });
  expect(holds(changed, { open: true, offer: 'B for $2' })).toBe(true);
  expect(holds(changed, { open: true, offer: 'A for $1' })).toBe(false);
  expect(holds(changed, { open: false, offer: 'B for $2' })).toBe(false);
});

it('words about the account stay whatever the page shows', () => {
  expect(holds(refusal({ kind: 'said' }), { open: false })).toBe(true);
});
