import { safeParse } from 'fast-content-type-parse';

const QUOTED = /"(?:\\.|[^"\\])*"/g;

/**
 * Whether the values of the header `Content-Type` declare JSON in UTF-8, the only charset of JSON (RFC 8259 §8.1).
 * A value that breaks the grammar (RFC 9110 §8.3.1) declares nothing. Two values, or a parameter that comes twice, declare
 * nothing either, because one server would believe the first of them, and another the last.
 */
export function isJsonType(values: readonly string[]): boolean {
  const [value = ''] = values;
  const { type, parameters } = safeParse(value);
  const { charset = 'utf-8' } = parameters;
  return (
    values.length === 1 &&
    type === 'application/json' &&
    charset.toLowerCase() === 'utf-8' &&
    !namesParameterTwice(value)
  );
}

/** Parsers keep one of two parameters with the same name, and do not tell. `value` follows the grammar. */
function namesParameterTwice(value: string): boolean {
  const parameters = value.replace(QUOTED, '').split(';').slice(1);
  const names = parameters.map((each) => each.split('=')[0]!.trim().toLowerCase()).filter(Boolean);
  return new Set(names).size < names.length;
}
