import { passwordProblem } from './password-problem.js';

const problemOf = (password: string, email = 'ada.lovelace@example.com') => passwordProblem(password, email);

describe('a new password', () => {
  it.each([
    'correct horse',
    'correct horse battery staple',
    'Ada likes trains',
    'x7!kQ0?z',
    '小さな青い馬と月',
  ])('may be %j', (password) => {
    expect(problemOf(password)).toBeUndefined();
  });

  it.each([
    ...['password', 'PassWord', 'password1', '12345678', 'qwertyuiop', 'iloveyou', 'trustno1', 'football'],
    ...['  password ', 'ｐａｓｓｗｏｒｄ', '１２３４５６７８', '\u00a0password'],
  ])('is not one of the most common ones: %j', (password) => {
    expect(problemOf(password)).toMatch(/^is one of the most common ones.*Choose another one, for example/);
  });

  it.each([
    'aaaaaaaa',
    'AaAaAaAa',
    '        ',
    'x       ',
    ' x x x x ',
    '\u3000'.repeat(8),
    '🎸'.repeat(8),
    'éÉéÉéÉéÉ',
  ])('is not one character repeated: %j', (password) => {
    expect(problemOf(password)).toMatch(/^must not be one character repeated/);
  });

  it.each([
    ...['ada.lovelace@example.com', 'ADA.Lovelace@Example.com', 'ada.lovelace', 'AdaLovelace', 'lovelace'],
    ...[
      'ada.lovelace1815',
      '!ada-lovelace!',
      'lovelace.ada',
      'ecalevol.ada',
      'lovelacelovelace',
      '4d4.l0v3l4c3',
    ],
    ...['adaadaada', 'ada@example.com', 'ada_lovelace@example', 'ticketing', 'Tickets!2026'],
  ])('is not a variation of the address or of the name of the site: %j', (password) => {
    expect(problemOf(password)).toMatch(/^must not be made of your e-mail address/);
  });

  it.each([
    ['alabama cat', 'a@b.example'],
    ['lovelace in Ockham', 'ada.lovelace@example.com'],
    ['example of a tree', 'ada@example.com'],
    ['nobody is here', ''],
  ])('may have some of the letters of the address: %j for %s', (password, email) => {
    expect(problemOf(password, email)).toBeUndefined();
  });
});
