import { textOf } from './actions/form-state';
import { readSeen, seenField } from './hidden-fields';

const sent = (seen: { title: string; price: number }) => {
  const form = new FormData();
  form.set('seen', seenField(seen).seen ?? '');
  return readSeen(textOf(form, 'seen'));
};

it.each(['Stage pass', '"quoted" {text}', 'two\nlines\r', 'a lone \ud800 surrogate', 'NUL \0'])(
  'reads the title %j and the price back as they were seen',
  (title) => {
    expect(sent({ title, price: 1234.5 })).toEqual({ title, price: 1234.5 });
  },
);

it.each(['', 'null', '5', '{}', '{"title":"x"}', '{"title":5,"price":5}', '{"title":"x","price":"5"}'])(
  'reads nothing from %s',
  (text) => {
    expect(readSeen(text)).toBeUndefined();
  },
);
