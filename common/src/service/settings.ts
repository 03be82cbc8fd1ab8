import {
  bool,
  cleanEnv,
  EnvError,
  makeExactValidator,
  makeValidator,
  port,
  str,
  type ValidatorSpec,
} from 'envalid';

export { bool, port, str };

/** Settings are missing or wrong. The text names each of them. The service does not start. */
export class ConfigError extends Error {
  readonly code = 'BAD_CONFIG';

  constructor(readonly problems: readonly string[]) {
    super(`Bad settings: ${problems.join('; ')}`);
    this.name = 'ConfigError';
  }
}

/** A number of seconds over 0. */
export const seconds = makeValidator<number>((input) => {
  const value = Number(input);
  if (!(value > 0) || !Number.isFinite(value)) throw new EnvError('must be a number of seconds over 0');
  return value;
});

/** A whole number over 0. */
export const count = makeValidator<number>((input) => {
  if (!/^\d{1,15}$/.test(input) || Number(input) === 0) throw new EnvError('must be a whole number over 0');
  return Number(input);
});

/** A part of a whole. */
export const ratio = makeValidator<number>((input) => {
  const value = Number(input);
  if (input.trim() === '' || !(value >= 0 && value <= 1)) throw new EnvError('must be a number from 0 to 1');
  return value;
});

/** A URL with one of the given protocols, such as `mongodb:`. */
export function urlOf(...protocols: string[]) {
  return makeValidator<string>((input) => {
    // a mongodb URL may list several hosts, which the class URL cannot parse
    if (
      !protocols.some((protocol) => input.startsWith(`${protocol}//`) && input.length > protocol.length + 2)
    ) {
      throw new EnvError(`must start with ${protocols.map((protocol) => `${protocol}//`).join(' or ')}`);
    }
    return input;
  });
}

/** A secret text. RFC 7518 §3.2 requires at least 256 bits for HS256. */
export const secret = makeValidator<string>((input) => {
  if (input.length < 32) throw new EnvError('must have at least 32 characters');
  return input;
});

/**
 * A text of a given form.
 * @param problem what is wrong with another text, after the name of the setting. It does not show the text, which may be
 * a secret.
 */
export function textLike(form: RegExp, problem: string) {
  return makeValidator<string>((input) => {
    if (!form.test(input)) throw new EnvError(problem);
    return input;
  });
}

/**
 * What `read` makes of a text. It returns undefined for a text that is not valid; then `problem` says what it must be. The
 * text itself is in no message, because it may be secret.
 */
export function madeOf<T>(read: (text: string) => T | undefined, problem: string) {
  return makeExactValidator<T>((input) => {
    const value = read(input);
    if (value === undefined) throw new EnvError(problem);
    return value;
  });
}

/** A client id that NATS Streaming accepts. */
const clientId = textLike(/^[A-Za-z0-9_-]+$/, 'must have only letters, digits, - and _');

/** Where something is sent over HTTP. It may be empty. */
const receiver = textLike(/^(https?:\/\/.+)?$/, 'must start with http:// or https://');

/** The settings of every service. */
export const serverSettings = {
  HOST: str({ default: '0.0.0.0', desc: 'the address to listen on' }),
  PORT: port({ default: 3000, desc: 'the port to listen on' }),
  LOG_LEVEL: str({
    default: 'info',
    choices: ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'],
    desc: 'how much is logged',
  }),
  OTEL_EXPORTER_OTLP_ENDPOINT: receiver({
    default: '',
    desc: 'where traces are sent, as OTLP over HTTP, e.g. http://otel-collector-srv:4318; empty: no traces are made',
  }),
  OTEL_TRACES_SAMPLER_ARG: ratio({
    default: 1,
    desc: 'the part of the traces that is sent, from 0 to 1; what fails or is slow is sent anyway',
  }),
};

/** The settings of a service that keeps data in MongoDB. */
export const mongoSettings = {
  MONGO_URI: urlOf(
    'mongodb:',
    'mongodb+srv:',
  )({ desc: 'its database, e.g. mongodb://tickets-mongo-srv/tickets' }),
};

/** The settings of a service that uses the bus. */
export const busSettings = {
  NATS_URL: urlOf('nats:', 'http:')({ desc: 'the broker, e.g. http://nats-srv:4222' }),
  NATS_CA_FILE: str({
    default: '',
    desc: 'the certificates that the broker is trusted by; it is used over TLS then',
  }),
  NATS_CLUSTER_ID: str({ desc: 'the cluster id of NATS Streaming' }),
  NATS_CLIENT_ID: clientId({ desc: 'a name of its own for each instance, e.g. the name of the pod' }),
  NATS_OUTAGE_SECONDS: seconds({
    default: 300,
    desc: 'how long the bus may be away before the service gives up and is restarted',
  }),
};

type Settings<S> = { readonly [K in keyof S]: S[K] extends ValidatorSpec<infer T> ? T : never };

/**
 * Reads the settings of a service. Only the `config.ts` of the service calls it, once.
 * @param specs a description of each setting.
 * @throws {ConfigError} when settings are missing or wrong; the error names all of them.
 */
export function parseSettings<S extends Record<string, ValidatorSpec<unknown>>>(
  specs: S,
  env: NodeJS.ProcessEnv = process.env,
): Settings<S> {
  const clean = cleanEnv(env, specs, {
    reporter: ({ errors }) => {
      const problems = Object.entries(errors).map(
        ([name, error]) => `${name} ${describe(name, error as Error, env)} (${String(specs[name]?.desc)})`,
      );
      if (problems.length > 0) throw new ConfigError(problems);
    },
  });
  return { ...clean } as unknown as Settings<S>;
}

function describe(name: string, error: Error, env: NodeJS.ProcessEnv): string {
  return env[name] === undefined || env[name] === ''
    ? 'is missing'
    : error.message.replace(/^Invalid.*?: /, 'is not valid: ');
}
