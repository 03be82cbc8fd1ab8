import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import type { JsonSchema } from './schemas.js';

const ajv = new Ajv2020({ allErrors: true, strict: true, strictRequired: false });
formats(ajv);

/** Says what is wrong with a value; undefined when it is what the schema says. */
export function compile(schema: JsonSchema): (value: unknown) => string | undefined {
  let validate: ValidateFunction | undefined;
  return (value) => {
    validate ??= ajv.compile(schema);
    return validate(value) ? undefined : ajv.errorsText(validate.errors, { dataVar: 'body' });
  };
}

/**
 * The same schema, and an object may have no field that it does not name. A document stays open, so that fields can be added
 * later; what this code sends must be in it all the same.
 */
export function closed(schema: JsonSchema): JsonSchema {
  if (Array.isArray(schema)) return schema.map((item: JsonSchema) => closed(item)) as unknown as JsonSchema;
  if (typeof schema !== 'object' || schema === null) return schema;
  const parts = Object.fromEntries(
    Object.entries(schema).map(([key, value]) => [key, closed(value as JsonSchema)]),
  );
  return 'properties' in schema && !('additionalProperties' in schema)
    ? { ...parts, additionalProperties: false }
    : parts;
}
