import { readAddress, readOlderAddress } from './addresses.js';

describe('an address', () => {
  it.each([
    ['Ada.L@Example.COM', 'ada.l@example.com'],
    [' ada@example.com\u00a0', 'ada@example.com'],
    ['\u200bada@example.com', 'ada@example.com'],
    ['a\u00adda@exam\u200bple.com', 'ada@example.com'],
    ['jose\u0301@example.com', 'josé@example.com'],
    ['ΣΙΣΥΦΟΣ@example.gr', 'σισυφος@example.gr'],
    ['ada@xn--bcher-kva.example', 'ada@bücher.example'],
    ['ada@bu\u0308cher.example', 'ada@bücher.example'],
    ['ada@straße.example', 'ada@straße.example'],
    ['ada@例え.テスト', 'ada@例え.テスト'],
    ['ada@xn--r8jz45g.xn--zckzah', 'ada@例え.テスト'],
    ['ada＠example．com', 'ada@example.com'],
    ['ada+tickets@example.com', 'ada+tickets@example.com'],
    ['"ada l"@example.com', '"ada l"@example.com'],
  ])('%j has the form %j', (typed, form) => {
    expect(readAddress(typed)).toBe(form);
    expect(readAddress(form)).toBe(form);
  });

  it.each([
    ...['', 'ada', 'ada@', '@example.com', 'ada@example', 'ada@127.0.0.1', 'ada@0x7f.1', 'ada@[::1]'],
    ...[
      'ada@exa%6dple.com',
      'ada@example.com:80',
      'ada@example.com/x',
      'ada@a@example.com',
      'ada@xn--a.example',
    ],
    ...['ada\ud800@example.com', 'ada\u202e@example.com', 'a\nda@example.com', 'ada@exam\ufffdple.com'],
    ...[`${'a'.repeat(65)}@example.com`, `ada@${'ü'.repeat(60)}.example`],
    `${'é'.repeat(32)}@${['d', 'e', 'f', 'g'].map((letter) => letter.repeat(60)).join('.')}.com`,
  ])('%j is none', (typed) => {
    expect(readAddress(typed)).toBeUndefined();
  });

  it.each([undefined, null, 5, {}, ['ada@example.com']])('%j is none', (typed) => {
    expect(readAddress(typed)).toBeUndefined();
    expect(readOlderAddress(typed)).toBeUndefined();
  });

  it('had other forms before', () => {
    expect(readOlderAddress(' \u200bADA@Example.com ')).toBe('\u200bada@example.com');
    expect(readOlderAddress('jose\u0301@example.com')).toBe('jose\u0301@example.com');
    expect(readOlderAddress('ada@XN--BCHER-KVA.example')).toBe('ada@xn--bcher-kva.example');
    expect(readOlderAddress('ada\ud800@example.com')).toBeUndefined();
  });
});
