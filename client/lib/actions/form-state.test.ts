import { refused, textOf, textsOf } from './form-state';

it('puts each error at the field it names and the others above the form', () => {
  const errors = [
    { message: 'title must be a text', field: 'title' },
    { message: 'title again', field: 'title' },
    { message: 'ticketId is wrong', field: 'ticketId' },
    { message: 'Invalid credentials' },
  ];
  expect(
    refused({ kind: 'refused', errors }, { values: { title: 'x' } }, ['title', 'price'], 'x'),
  ).toMatchObject({
    values: { title: 'x' },
    fieldErrors: { title: 'Title must be a text' },
    formErrors: ['TicketId is wrong', 'Invalid credentials'],
  });
});

it('keeps the typed text and the hidden fields, and says what an answer that never came means', () => {
  const sent = { values: { title: 'x' }, hidden: { key: 'k' } };
  const state = refused({ kind: 'down' }, sent, ['title'], 'It may be listed.');
  expect(state).toMatchObject({ ...sent, fieldErrors: {}, formErrors: ['It may be listed.'] });
});

it('keeps the typed text while the service is busy, and says that nothing has been done', () => {
  const state = refused({ kind: 'busy' }, { values: { title: 'x' } }, ['title'], 'It may be listed.');
  expect(state).toMatchObject({ values: { title: 'x' }, fieldErrors: {} });
  expect(state.formErrors).toEqual([expect.stringMatching(/nothing has been done.*in a few seconds/)]);
});

it('reads fields of text only', () => {
  const form = new FormData();
  form.set('a', 'x');
  form.set('b', new Blob(['x']));
  expect(['a', 'b', 'c'].map((name) => textOf(form, name))).toEqual(['x', '', '']);
  expect(textsOf(form, ['a', 'b'])).toEqual({ a: 'x', b: '' });
});
