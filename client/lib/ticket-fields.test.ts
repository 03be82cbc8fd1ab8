import { TICKET_FIELDS, ticketFields } from './ticket-fields';

const values = (fields: ReturnType<typeof ticketFields>) => fields.map(({ name, value }) => [name, value]);

it('leaves the fields of a new ticket empty', () => {
  expect(values(ticketFields())).toEqual(TICKET_FIELDS.map((name) => [name, undefined]));
});

it('fills the fields with the values of a ticket, as people of the locale type them', () => {
  expect(values(ticketFields({ title: 'Concert', price: 1020.5 }, 'de-DE'))).toEqual([
    ['title', 'Concert'],
    ['price', '1020,50'],
  ]);
});
