import { TICKET_FIELDS, ticketFields } from './ticket-fields';

const values = (fields: ReturnType<typeof ticketFields>) => fields.map(({ name, value }) => [name, value]);

it('leaves the fields of a new ticket empty', () => {
  expect(values(ticketFields())).toEqual(TICKET_FIELDS.map((name) => [name, undefined]));
});

it('fills the fields with the values of a ticket, as text', () => {
  expect(values(ticketFields({ title: 'Concert', price: 20.5 }))).toEqual([
    ['title', 'Concert'],
    ['price', '20.5'],
  ]);
});
