import { isId } from './id.js';

describe('isId', () => {
  it.each(['0123456789abcdef01234567', 'ABCDEFABCDEFABCDEFABCDEF'])('accepts %s', (value) => {
    expect(isId(value)).toBe(true);
  });

  it.each([
    'abcdefghijkl', // mongoose would use the bytes of twelve characters as an id
    '0123456789abcdef0123456',
    '0123456789abcdef012345678',
    '0123456789abcdef0123456g',
    '0123456789abcdef01234567\n',
    '',
    7,
    null,
    { $ne: null },
    ['0123456789abcdef01234567'],
  ])('refuses %j', (value) => {
    expect(isId(value)).toBe(false);
  });
});
