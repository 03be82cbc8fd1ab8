import { localeOf } from './locale';

it.each([
  ['de-DE,de;q=0.9,en;q=0.8', 'de-DE'],
  ['en;q=0.5, fr-CH', 'fr-CH'],
  ['*', 'en-US'],
  ['x_y, !!, pt-BR;q=0.1', 'pt-BR'],
  ['de;q=0, en-GB;q=0.3', 'en-GB'],
  ['', 'en-US'],
  [null, 'en-US'],
])('reads %s as %s', (header, locale) => {
  expect(localeOf(header)).toBe(locale);
});
