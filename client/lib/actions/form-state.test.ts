import * as words from '../words';
import { refused, textOf, textsOf } from './form-state';

it('puts each error at the field it names and the others above the form', () => {
  const errors = [
    { message: 'title must be a text', field: 'title' },
    { message: 'title again', field: 'title' },
    { message: 'ticketId is wrong', field: 'ticketId' },
    { message: 'Invalid credentials' },
  ];
  expect(refused({ kind: 'refused', errors }, { title: 'x' }, ['title', 'price'])).toMatchObject({
    values: { title: 'x' },
    fieldErrors: { title: 'Title must be a text' },
    formErrors: ['TicketId is wrong', 'Invalid credentials'],
  });
});

it('keeps the typed text while the services are down', () => {
  const state = refused({ kind: 'down' }, { title: 'x' }, ['title']);
  expect(state).toMatchObject({ values: { title: 'x' }, fieldErrors: {}, formErrors: [words.down.form] });
});

it('reads fields of text only', () => {
  const form = new FormData();
  form.set('a', 'x');
  form.set('b', new Blob(['x']));
  expect(['a', 'b', 'c'].map((name) => textOf(form, name))).toEqual(['x', '', '']);
  expect(textsOf(form, ['a', 'b'])).toEqual({ a: 'x', b: '' });
});
