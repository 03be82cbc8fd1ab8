import { createHash, timingSafeEqual } from 'node:crypto';

/** A user of the server. Without permissions the user may do everything. */
export interface User {
  user: string;
  password: string;
  permissions?: Permissions;
}

/** The subjects that a user may publish to and subscribe to. `*` stands for one token, a `>` at the end for all that follow. */
export interface Permissions {
  publish: readonly string[];
  subscribe: readonly string[];
}

/** The users who may connect. An empty list lets everybody in, and everybody may do everything. */
export class Users {
  constructor(private readonly users: readonly User[] = []) {}

  get required(): boolean {
    return this.users.length > 0;
  }

  /** Undefined for a name or a password that is wrong. */
  signIn(name: unknown, password: unknown): User | undefined {
    const user = this.users.find((each) => each.user === name);
    return user && typeof password === 'string' && isSame(password, user.password) ? user : undefined;
  }
}

export function mayPublish({ permissions }: User, subject: string): boolean {
  if (!permissions) return true;
  let answers = known.get(permissions);
  if (!answers || answers.size === MOST_KNOWN) known.set(permissions, (answers = new Map<string, boolean>()));
  let may = answers.get(subject);
  if (may === undefined) {
    may = permissions.publish.some((pattern) => covers(pattern, subject));
    answers.set(subject, may);
  }
  return may;
}

/** Whether a user may publish to a subject, for the subjects that were asked for last. Every message asks. */
const known = new WeakMap<Permissions, Map<string, boolean>>();
const MOST_KNOWN = 1_000;

/** As at the real server, the wildcards of a subscription count as plain tokens: `open.*` allows `open.>`, too. */
export function maySubscribe({ permissions }: User, subject: string): boolean {
  return !permissions || permissions.subscribe.some((pattern) => covers(pattern, subject));
}

function covers(pattern: string, subject: string): boolean {
  const [allowed, asked] = [pattern.split('.'), subject.split('.')];
  const fits = (token: string, i: number) => token === asked[i] || (token === '*' && asked[i] !== undefined);
  if (allowed.at(-1) !== '>') return allowed.length === asked.length && allowed.every(fits);
  return asked.length >= allowed.length && allowed.slice(0, -1).every(fits);
}

function isSame(given: string, wanted: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(wanted));
}
