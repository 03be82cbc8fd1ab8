import { readFileSync } from 'node:fs';
import type { Permissions, User } from './broker/users.js';
import { UsageError } from './options.js';

/**
 * Reads the users from a configuration file in JSON, which is also a configuration file of the real server:
 * `{"authorization": {"users": [{"user", "password", "permissions"?: {"publish": [], "subscribe": []}}]}}`.
 * The real server signs in at itself as the user that `streaming` names; this one has no need to.
 * @throws {UsageError} when it has something else, because a rule that is not understood must not be left out.
 */
export function readConfigFile(path: string): User[] {
  const config = objectOf(parse(path), path, ['streaming', 'authorization']);
  const authorization = objectOf(config['authorization'] ?? {}, `${path}: authorization`, ['users']);
  return listOf(authorization['users'] ?? [], `${path}: users`).map((entry, i) => {
    const where = `${path}: user ${i + 1}`;
    const { user, password, permissions } = objectOf(entry, where, ['user', 'password', 'permissions']);
    return {
      user: textOf(user, `${where}: user`),
      password: textOf(password, `${where}: password`),
      ...(permissions !== undefined && { permissions: permissionsOf(permissions, where) }),
    };
  });
}

function permissionsOf(value: unknown, where: string): Permissions {
  const { publish, subscribe } = objectOf(value, `${where}: permissions`, ['publish', 'subscribe']);
  const subjects = (list: unknown, name: string) =>
    listOf(list, `${where}: ${name}`).map((subject) => textOf(subject, `${where}: ${name}`));
  return { publish: subjects(publish, 'publish'), subscribe: subjects(subscribe, 'subscribe') };
}

function parse(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new UsageError(`cannot read the configuration file ${path} as JSON: ${(error as Error).message}`);
  }
}

function objectOf(value: unknown, where: string, known: readonly string[]): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new UsageError(`${where} must be an object`);
  const stranger = Object.keys(value).find((key) => !known.includes(key));
  if (stranger !== undefined)
    throw new UsageError(`${where}: unknown field "${stranger}" (this server has ${known.join(', ')})`);
  return value as Record<string, unknown>;
}

function listOf(value: unknown, where: string): unknown[] {
  if (!Array.isArray(value)) throw new UsageError(`${where} must be a list`);
  return value;
}

function textOf(value: unknown, where: string): string {
  if (typeof value !== 'string' || value === '') throw new UsageError(`${where} must be a text`);
  return value;
}
