import { Double } from 'bson';
import { toBytes } from '../bson/encode.js';
import { isDoc, truthy, type Doc } from '../bson/values.js';
import { CommandError } from '../errors.js';
import { log } from '../log.js';
import type { Answer, Connection } from '../wire/connection.js';
import type { Request } from '../wire/message.js';
import { authorize } from './authorize.js';
import type { Context, Services } from './context.js';
import { checkGeneric } from './generic.js';
import { checkedCommand, entryOf } from './table.js';

/** Runs one command to its end. No other command runs meanwhile, so every change of a document is atomic. */
export function run(services: Services, request: Request, connection: Connection): Answer {
  const { body } = request;
  const name = Object.keys(body)[0] ?? '';
  try {
    if (request.unreadable) throw request.unreadable;
    const command = entryOf(name);
    if (!command) throw new CommandError(59, `no such command: '${name}'`);
    checkGeneric(body, name);
    const context: Context = {
      ...services,
      cursors: services.cursors.of(services.access.userOf(connection)?._id),
      request,
      body,
      db: typeof body.$db === 'string' ? body.$db : 'test',
      connection,
    };
    authorize(context, name, command.needs);
    const checked = checkedCommand(context, name);
    if (checked.name !== name) authorize(checked.context, checked.name, entryOf(checked.name)?.needs ?? []);
    const answer = command.run(context);
    return {
      body: Buffer.isBuffer(answer) ? answer : toBytes({ ...answer, ok: OK }),
      toDisk: wantsDisk(body),
    };
  } catch (error) {
    return { body: toBytes(failure(error, name)), toDisk: false };
  }
}

/** `ok` is a double in every answer. */
const OK = new Double(1);

function failure(error: unknown, command: string): Doc {
  if (error instanceof CommandError) {
    const { code, codeName, message: errmsg, details } = error;
    return { ok: 0, errmsg, code, codeName, ...details };
  }
  const { message, stack } = error as Error;
  log('E', 'COMMAND', 'A command failed unexpectedly', { command, error: stack ?? message });
  return { ok: 0, errmsg: `stand-in for mongod: ${message}`, code: 1, codeName: 'InternalError' };
}

const wantsDisk = ({ writeConcern }: Doc): boolean =>
  isDoc(writeConcern) && (truthy(writeConcern.j) || truthy(writeConcern.fsync));
