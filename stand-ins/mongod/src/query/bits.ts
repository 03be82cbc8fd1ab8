import { Binary } from 'bson';
import { shownValue } from '../bson/show.js';
import { isInt32, toNumber } from '../bson/values.js';
import { badValue, failedToParse } from '../errors.js';
import { integerOperand, isWhole, truncatedLong } from './integer.js';
import type { Predicate } from './predicates.js';

export type BitTest = '$bitsAllSet' | '$bitsAllClear' | '$bitsAnySet' | '$bitsAnyClear';

/** The bit of the sign. A number has the same bit at all higher positions. */
const SIGN = 63;

/** Tests bits of numbers and of binary values. A mask is a number, a binary value or a list of positions. */
export function bits(operator: BitTest, operand: unknown): Predicate {
  const positions = positionsOf(operator, operand);
  const mask = positions.reduce((all, position) => all | (1n << BigInt(Math.min(position, SIGN))), 0n);
  return (value) => {
    if (value instanceof Binary) return inBinary(operator, value, positions);
    const long = truncatedLong(value);
    return long !== undefined && isWhole(value) && inNumber(operator, BigInt.asUintN(64, long), mask);
  };
}

function inNumber(operator: BitTest, number: bigint, mask: bigint): boolean {
  const set = number & mask;
  if (operator === '$bitsAllSet') return set === mask;
  if (operator === '$bitsAllClear') return set === 0n;
  return operator === '$bitsAnySet' ? set !== 0n : set !== mask;
}

/** The bytes are in little-endian order. Bits behind the last byte are clear. */
function inBinary(operator: BitTest, value: Binary, positions: readonly number[]): boolean {
  const bytes = value.buffer.subarray(0, value.length());
  const isSet = (position: number) => (((bytes[position >> 3] ?? 0) >> (position & 7)) & 1) === 1;
  if (operator === '$bitsAllSet') return positions.every(isSet);
  if (operator === '$bitsAllClear') return !positions.some(isSet);
  return operator === '$bitsAnySet' ? positions.some(isSet) : !positions.every(isSet);
}

function positionsOf(operator: BitTest, operand: unknown): number[] {
  if (Array.isArray(operand)) return operand.map(position);
  if (operand instanceof Binary)
    return [...operand.buffer.subarray(0, operand.length())].flatMap((byte, at) => setBits(byte, at * 8));
  if (toNumber(operand) === undefined)
    throw badValue(
      `${operator.slice(1)} takes an Array, a number, or a BinData but received: ${operator}: ${shownValue(operand)}`,
    );
  const mask = integerOperand(operator, operand, (why) => failedToParse(why));
  if (mask < 0n)
    throw failedToParse(`Expected a non-negative number in: ${operator}: ${shownValue(operand)}`);
  return Array.from({ length: SIGN + 1 }, (_, bit) => bit).filter((bit) => (mask >> BigInt(bit)) & 1n);
}

const setBits = (byte: number, from: number): number[] =>
  [0, 1, 2, 3, 4, 5, 6, 7].filter((bit) => (byte >> bit) & 1).map((bit) => from + bit);

function position(value: unknown, index: number): number {
  const shown = `${index}: ${shownValue(value)}`;
  const number = toNumber(value);
  if (number === undefined) throw badValue(`bit positions must be an integer but got: ${shown}`);
  if (Number.isNaN(number)) throw badValue(`bit positions cannot take a NaN: ${shown}`);
  if (Math.abs(number) > 0x7fffffff)
    throw badValue(`bit positions cannot be represented as a 32-bit signed integer: ${shown}`);
  if (!isInt32(number)) throw badValue(`bit positions must be an integer but got: ${shown}`);
  if (number < 0) throw badValue(`bit positions must be >= 0 but got: ${shown}`);
  return number;
}
