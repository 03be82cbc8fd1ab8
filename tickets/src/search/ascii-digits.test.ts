import { asciiDigits } from './ascii-digits.js';

const SYSTEMS = Intl.supportedValuesOf('numberingSystem').filter((system) => system !== 'hanidec');

it.each(SYSTEMS)('reads the digits %s', (system) => {
  const written = new Intl.NumberFormat(`en-u-nu-${system}`, { useGrouping: false }).format(9876543210);
  expect(asciiDigits(written)).toBe('9876543210');
});

it('leaves other text as it is', () => {
  expect(asciiDigits('Gate 12, 一二三 Ⅻ ½')).toBe('Gate 12, 一二三 Ⅻ ½');
});
