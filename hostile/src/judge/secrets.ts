import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { RunningSystem } from '@ticketing/e2e/testing';
import type { Cast } from '../cast/cast.js';
import type { PersonName } from '../cast/person.js';

const ROOT = resolve(__dirname, '../../..');

/** What no answer may have: texts of programs, such as the trace of a stack. */
const INSIDES: Readonly<Record<string, RegExp>> = {
  'the trace of a stack': /\n\s+at .{1,200}:\d+:\d+|\bat [\w.<>[\] ]{1,80} \(.{1,200}:\d+:\d+\)/,
  'the path of a file': /\/node_modules\/|file:\/\/\/(?!etc\/passwd)|\/dist\/[\w/-]+\.js\b/,
  'an error of the database': /Mongo\w*Error|E11000|CastError|mongodb:\/\/|BSONError|ValidatorError/,
  'an error of a program':
    /\b(?:TypeError|ReferenceError|SyntaxError|RangeError|ECONNREFUSED|ENOENT|ERR_[A-Z_]{4,})\b/,
  'the metrics': /process_cpu_user_seconds_total/,
  'the checks of a service': /"checks":\{/,
  'a file of the machine': /root:x:0:0|BEGIN (?:RSA |EC )?PRIVATE KEY/,
};

interface Secret {
  what: string;
  text: string;
  /** Who may see it; nobody when it is missing. */
  of?: PersonName;
}

/** What must stay secret in one run. */
export class Secrets {
  private constructor(private readonly all: readonly Secret[]) {}

  static of({ system, dataDir }: RunningSystem, { people, payments, pass }: Cast): Secrets {
    const persons = Object.values(people).flatMap(({ name, email, id, session }): Secret[] => [
      { what: `the address of ${name}`, text: email, of: name },
      { what: `the session of ${name}`, text: session[1], of: name },
      // who sells a ticket is told to everybody
      ...(name === 'bob' ? [{ what: `the id of ${name}`, text: id, of: name }] : []),
    ]);
    const things: Secret[] = [
      { what: 'the pass of bob', text: pass, of: 'bob' },
      { what: 'a payment of bob', text: payments.paid.id, of: 'bob' },
      { what: 'a payment of bob', text: payments.open.id, of: 'bob' },
      { what: 'the client secret of a payment of bob', text: payments.open.clientSecret ?? '', of: 'bob' },
    ];
    const { mongo, nats, redis, processes } = system.state();
    const inside = new Set(['gateway', 'stripe']);
    return new Secrets([
      ...persons,
      ...things,
      ...keysIn(dataDir).map((text) => ({ what: 'a key of the system', text })),
      ...Object.values(mongo).map((text) => ({ what: 'the address of a database', text })),
      { what: 'the address of the bus', text: nats.url },
      { what: 'the password of Redis', text: redis.password ?? '' },
      ...processes
        .filter(({ name }) => !inside.has(name))
        .map(({ name, port }) => ({ what: `the port of ${name}`, text: `127.0.0.1:${port}` })),
      ...[ROOT, dataDir].map((text) => ({ what: 'a folder of the machine', text })),
    ]);
  }

  /**
   * What an answer tells that it must not.
   * @param sent the request: what is in it is no news to its sender.
   */
  leaksIn(text: string, { sent, as }: { sent: string; as?: PersonName | undefined }): string[] {
    const secrets = this.all.filter(
      (secret) =>
        secret.text !== '' &&
        !(as && secret.of === as) &&
        text.includes(secret.text) &&
        !sent.includes(secret.text),
    );
    const insides = Object.entries(INSIDES).filter(
      ([, pattern]) => pattern.test(text) && !pattern.test(sent),
    );
    return [...secrets.map(({ what }) => what), ...insides.map(([what]) => what)].map(
      (what) => `tells ${what}`,
    );
  }
}

/** The keys that the data folder keeps, and the texts in them. */
function keysIn(dataDir: string): string[] {
  const files = readdirSync(dataDir).filter((name) => /\.keys?$/.test(name));
  return files.flatMap((name) => {
    const text = readFileSync(join(dataDir, name), 'utf8').trim();
    if (!text.startsWith('{')) return [text];
    // the publishable key of Stripe is for browsers
    return Object.values(JSON.parse(text) as Record<string, unknown>).filter(
      (value): value is string => typeof value === 'string' && value.length >= 16 && !value.startsWith('pk_'),
    );
  });
}
