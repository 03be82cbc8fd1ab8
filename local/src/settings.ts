import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { isExecutable } from '@ticketing/processes';
import { PARTNERS, type ServiceName, serviceNames } from '@ticketing/system';
import { z } from 'zod';
import type { RedisLogin } from './servers/redis-server.js';
import { UserError } from './supervisor/user-error.js';

export type Instances = Partial<Record<ServiceName, number>>;

export interface Settings {
  /** The port of the gateway. 0 takes a free port. */
  port: number;
  /** The port of the dashboard. 0 takes a free port; `usual` takes the usual one, or a free one if that is in use. */
  dashboardPort: number | 'usual' | 'off';
  dataDir: string;
  expirationWindowSeconds: number;
  /** How many tickets one account may reserve at a time. */
  reservationsPerAccount: number;
  logLevel: string;
  /** Where services and the site send their traces. They send none when it is undefined. */
  tracesTo: string | undefined;
  /** How many processes of each service run. A service that is not named has one. */
  instances: Instances;
  /** The settings of real Stripe, handed on to services as they are. Otherwise a stand-in for Stripe runs. */
  stripe: Readonly<Record<string, string>> | 'stand-in';
  /** A Redis that is already running. */
  redis: { host: string; port: number; login?: RedisLogin } | undefined;
  /** The site is built anew when its sources change. Otherwise `npm start` has built it before. */
  watch: boolean;
  /** Services and gateway run from their bundles, which `npm start` has made before. */
  bundled: boolean;
  /** Whether the site runs too. Most tests need only the services. */
  site: boolean;
  /** The longest pause before a process that crashed again and again is started once more. */
  longestRestartDelayMs: number;
}

const MOST_INSTANCES = Math.max(8, availableParallelism());
const INSTANCES = new RegExp(`^(${serviceNames.join('|')})=([1-9]\\d?)$`);

const program = (others: string) =>
  z
    .string()
    .refine((file) => file === others || isExecutable(file), {
      error: `must be ${others === '' ? '' : `"${others}" or `}the path of an executable file`,
    })
    .optional();

const portNumber = z.coerce
  .number({ error: 'must be a port number' })
  .int({ error: 'must be a whole number' })
  .min(1, { error: 'must be from 1 to 65535' })
  .max(65_535, { error: 'must be from 1 to 65535' });

const schema = z.object({
  PORT: portNumber.default(3000),
  DASHBOARD_PORT: z
    .union([z.literal('off'), portNumber], { error: 'must be a port number, or off' })
    .optional(),
  EXPIRATION_WINDOW_SECONDS: z.coerce
    .number({ error: 'must be a number of seconds' })
    .positive({ error: 'must be greater than 0' })
    .max(30 * 24 * 3600, { error: 'must be at most 30 days' })
    .default(900),
  RESERVATIONS_PER_ACCOUNT: z.coerce
    .number({ error: 'must be a whole number over 0' })
    .int({ error: 'must be a whole number over 0' })
    .positive({ error: 'must be a whole number over 0' })
    .default(6),
  TICKETING_DATA_DIR: z.string().default('.local'),
  TICKETING_INSTANCES: z
    .string()
    .refine((text) => text.split(',').every((part) => INSTANCES.test(part.trim())), {
      error: `must look like orders=2,tickets=2 (services: ${serviceNames.join(', ')})`,
    })
    .transform(parseInstances)
    .refine((instances) => Object.values(instances).every((count) => count <= MOST_INSTANCES), {
      error: `must ask for at most ${MOST_INSTANCES} of a service`,
    })
    .default({}),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], {
      error: 'must be fatal, error, warn, info, debug, trace or silent',
    })
    .default('info'),
  REDIS_HOST: z.string().optional(),
  REDIS_PORT: portNumber.optional(),
  REDIS_USERNAME: z.string().default('default'),
  REDIS_PASSWORD: z.string().optional(),
  TICKETING_MONGOD: program('download'),
  TICKETING_NATS_STREAMING: program(''),
});

/** Reads the settings of `npm start`, and names every bad one at once. An empty setting counts as not set. */
export function readSettings(env: NodeJS.ProcessEnv): Settings {
  const given = Object.fromEntries(
    Object.entries(env).filter((entry): entry is [string, string] => (entry[1] ?? '') !== ''),
  );
  const { data, error } = schema.safeParse(given);
  const faults = (error?.issues ?? []).map(({ path, message }) => {
    const name = String(path[0]);
    return `${name} ${message}, not "${env[name]}"`;
  });
  if (data && data.DASHBOARD_PORT === data.PORT)
    faults.push(`DASHBOARD_PORT must not be ${data.PORT}, which is PORT`);
  faults.push(...missingKeys(given));
  if (!data || faults.length > 0) throw new UserError(`Bad settings: ${faults.join('; ')}`);
  const redisGiven = data.REDIS_HOST !== undefined || data.REDIS_PORT !== undefined;
  return {
    port: data.PORT,
    dashboardPort: data.DASHBOARD_PORT ?? 'usual',
    tracesTo: undefined, // known when the port of the dashboard is chosen
    dataDir: resolve(data.TICKETING_DATA_DIR),
    expirationWindowSeconds: data.EXPIRATION_WINDOW_SECONDS,
    reservationsPerAccount: data.RESERVATIONS_PER_ACCOUNT,
    logLevel: data.LOG_LEVEL,
    instances: data.TICKETING_INSTANCES,
    stripe: stripeSettings(given) ?? 'stand-in',
    redis: redisGiven
      ? {
          host: data.REDIS_HOST ?? '127.0.0.1',
          port: data.REDIS_PORT ?? 6379,
          ...(data.REDIS_PASSWORD !== undefined && {
            login: { username: data.REDIS_USERNAME, password: data.REDIS_PASSWORD },
          }),
        }
      : undefined,
    watch: false, // a flag, not a variable
    bundled: false, // also a flag
    // for tests
    site: true,
    longestRestartDelayMs: 15_000,
  };
}

const STRIPE: readonly string[] = [...PARTNERS.stripe.keys, PARTNERS.stripe.urlSetting];

function stripeSettings(given: Record<string, string>): Record<string, string> | undefined {
  const found = STRIPE.flatMap((name) => (given[name] === undefined ? [] : [[name, given[name]] as const]));
  return found.length === 0 ? undefined : Object.fromEntries(found);
}

/** With some settings of Stripe but not all keys nobody could pay, so the start names what is missing. */
function missingKeys(given: Record<string, string>): string[] {
  const [set] = Object.keys(stripeSettings(given) ?? {});
  const missing = PARTNERS.stripe.keys.filter((name) => given[name] === undefined);
  if (set === undefined || missing.length === 0) return [];
  const names = `${missing.join(' and ')} ${missing.length === 1 ? 'is' : 'are'} missing`;
  return [`${names}, and ${set} is set: set all keys of Stripe, or none to pay at the stand-in`];
}

/** The environment without the settings of real Stripe. With it the stand-in runs. */
export function withoutStripe(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !STRIPE.includes(name)));
}

function parseInstances(text: string): Instances {
  return Object.fromEntries(
    text.split(',').map((part) => {
      const [name = '', count] = part.trim().split('=');
      return [name, Number(count)];
    }),
  );
}
