import { fromHeader, keptInput, toHeader } from './kept-input';

const keep = (fields: [string, FormDataEntryValue][]) => keptInput(fields);

it('keeps the text of all fields in their order, repeated ones too', () => {
  const fields: [string, string][] = [
    ['title', 'Opera'],
    ['seat', '1'],
    ['seat', '2'],
    ['empty', ''],
  ];
  expect(keep(fields)).toEqual({ fields, cut: false });
});

it('keeps no password and nothing that Next.js has added', () => {
  const secrets = ['password', 'newPassword', 'Passwort', '$ACTION_ID_1', '$ACTION_2:1', '$ACTION_KEY'];
  expect(keep(secrets.map((name) => [name, 'hunter2']))).toEqual({ fields: [], cut: false });
});

it('says that it has no file, unless the field for a file was left empty', () => {
  expect(keep([['photo', new File([], '')]])).toEqual({ fields: [], cut: false });
  expect(keep([['photo', new File(['x'], 'x.png')]])).toEqual({ fields: [], cut: true });
});

it('leaves out text that is too long for a page, and keeps the rest', () => {
  const kept = keep([
    ['title', '🎸'.repeat(10_000)],
    ['price', '12'],
  ]);
  expect(kept).toEqual({ fields: [['price', '12']], cut: true });
  const many = keep(Array.from({ length: 100_000 }, () => ['a', 'b'] as [string, string]));
  expect(many.cut).toBe(true);
  expect(toHeader(many).length).toBeLessThan(300_000);
});

it('comes through a header as it was', () => {
  const kept = keep([['title', 'Ünïcode 🎸 "quoted"\r\n\u0000 \ud800']]);
  expect(toHeader(kept)).toMatch(/^[\w-]+$/);
  expect(fromHeader(toHeader(kept))).toEqual(kept);
  expect(fromHeader(null)).toBeUndefined();
});
