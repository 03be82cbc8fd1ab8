import { z } from 'zod';
import * as api from '@ticketing/common/api';

/** A schema in the words of JSON Schema 2020-12. */
export type JsonSchema = { [keyword: string]: unknown };

/** The shapes that get a name in the document. Everything else is written where it is used. */
const NAMED = {
  AccountDeletion: api.accountDeletion,
  Credentials: api.credentials,
  Error: api.errorBody,
  NewCredentials: api.newCredentials,
  Order: api.order,
  OrderedTicket: api.orderedTicket,
  OrderInput: api.orderInput,
  Pass: api.pass,
  PassKeys: api.passKeys,
  PasswordChange: api.passwordChange,
  Payment: api.payment,
  PaymentInput: api.paymentInput,
  PaymentsConfig: api.paymentsConfig,
  Ticket: api.ticket,
  TicketInput: api.ticketInput,
  User: api.user,
  WhoIsSignedIn: api.whoIsSignedIn,
} as const;

const registry = z.registry<{ id: string }>();
for (const [id, schema] of Object.entries(NAMED)) registry.add(schema, { id });

/** The name of a shape that has none, while it is turned into a schema. */
const HERE = '-';

/**
 * `input`: an object may have fields that its shape does not name, because clients and listeners ignore them. The pattern
 * by which zod knows instants has all leap years in it; the format says the same, and the pattern that it is in UTC.
 */
const OPTIONS: z.core.ToJSONSchemaParams = {
  io: 'input',
  override: ({ jsonSchema }) => {
    if (jsonSchema.format === 'date-time') jsonSchema.pattern = 'Z$';
  },
};

const uri = (id: string) => `#/components/schemas/${id}`;

/** The named shapes, by name. They refer to each other. */
export function namedSchemas(): Record<string, JsonSchema> {
  const { schemas } = z.toJSONSchema(registry, { uri, ...OPTIONS });
  return Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, plain(schema)]));
}

/** A shape at the place where it is used: a reference, if it has a name. */
export function schemaOf(schema: z.ZodType): JsonSchema {
  const { id } = registry.get(schema) ?? {};
  if (id !== undefined) return { $ref: uri(id) };
  const local = z.registry<{ id: string }>();
  for (const [name, named] of Object.entries(NAMED)) local.add(named, { id: name });
  local.add(schema, { id: HERE });
  const { schemas } = z.toJSONSchema(local, { uri, ...OPTIONS });
  return plain(schemas[HERE]!);
}

/** A shape that refers to no other. Events are written so. */
export function wholeSchemaOf(schema: z.ZodType): JsonSchema {
  return plain(z.toJSONSchema(schema, OPTIONS));
}

/** Without what only a schema in a file of its own needs. */
function plain(schema: object): JsonSchema {
  const { $schema: _schema, $id: _id, ...rest } = schema as JsonSchema;
  return rest;
}
