import { Binary } from 'bson';
import { isMechanism, MECHANISMS } from '../auth/scram.js';
import type { Step } from '../auth/access.js';
import { isDoc, toNumber, truthy, type Doc } from '../bson/values.js';
import { badValue, CommandError, typeMismatch } from '../errors.js';
import { checkFields, docField, type Command, type Context } from './context.js';

/** Each connection has one authentication at a time, so MongoDB gives all of them this number. */
const CONVERSATION = 1;

export const saslStart: Command = (context) => {
  const { body, db, access, connection } = context;
  checkFields(body, 'saslStart', ['mechanism', 'payload', 'autoAuthorize', 'options', 'db']);
  const { mechanism } = body;
  if (!isMechanism(mechanism))
    throw new CommandError(
      334,
      `Received authentication for mechanism ${String(mechanism)} which is unknown or not enabled`,
    );
  const skipEmptyExchange = truthy(docField(body, 'options').skipEmptyExchange);
  return answered(body, (payload) => access.start(connection, mechanism, db, payload, skipEmptyExchange));
};

export const saslContinue: Command = ({ body, access, connection }) => {
  checkFields(body, 'saslContinue', ['conversationId', 'payload']);
  if (toNumber(body.conversationId) !== CONVERSATION)
    throw new CommandError(17, 'sasl: Mismatched conversation id');
  return answered(body, (payload) => access.proceed(connection, payload));
};

export const logout: Command = ({ access, connection }) => {
  access.signOut(connection);
  return {};
};

export const connectionStatus: Command = ({ access, connection }) => {
  const user = access.userOf(connection);
  return {
    authInfo: {
      authenticatedUsers: user ? [{ user: user.user, db: user.db }] : [],
      authenticatedUserRoles: user?.roles ?? [],
    },
  };
};

/** The part of a handshake with which a driver begins to sign in, to save a round trip. */
export function handshakeFields(context: Context): Doc {
  const { saslSupportedMechs, speculativeAuthenticate: early } = context.body;
  const fields: Doc = {};
  if (saslSupportedMechs !== undefined) {
    const user = userNamed(context, saslSupportedMechs);
    if (user) fields.saslSupportedMechs = MECHANISMS.filter((mechanism) => user.credentials[mechanism]);
  }
  if (isDoc(early) && 'saslStart' in early && typeof early.db === 'string')
    try {
      fields.speculativeAuthenticate = saslStart({ ...context, body: early, db: early.db });
    } catch (error) {
      if (!(error instanceof CommandError)) throw error; // the driver then starts again, and gets the error
    }
  return fields;
}

/** Finds `<db>.<user>`. The name of a user may have dots, the name of a database has none. */
function userNamed({ access }: Context, name: unknown) {
  const [, db, user] = (typeof name === 'string' && /^([^.]+)\.(.+)$/s.exec(name)) || [];
  if (db === undefined || user === undefined)
    throw badValue("UserName must contain a '.' separated database.user pair");
  return access.users.get(user, db);
}

/** A payload is binary, or base64 in a string. The answer has the same form. */
function answered({ payload }: Doc, take: (payload: string) => Step): Doc {
  const asText = typeof payload === 'string';
  if (!asText && !(payload instanceof Binary))
    throw typeMismatch("BSON field 'payload' is the wrong type, expected types '[string, binData]'");
  const bytes = asText
    ? Buffer.from(payload, 'base64')
    : Buffer.from(payload.buffer.subarray(0, payload.position));
  const answer = take(bytes.toString('utf8'));
  const reply = Buffer.from(answer.payload);
  return {
    conversationId: CONVERSATION,
    done: answer.done,
    payload: asText ? reply.toString('base64') : new Binary(reply),
  };
}
