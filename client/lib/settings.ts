/** Next.js reads this setting, and would do without it: each build has a key that everybody can read. */
const ACTION_KEY = 'NEXT_SERVER_ACTIONS_ENCRYPTION_KEY';

/** The origin of the card form; unset where nothing can be paid. */
const FORM_ORIGIN = 'STRIPE_FORM_ORIGIN';

/** The command that fills the system for a demonstration; unset everywhere but on a developer's machine. */
const DEMO_COMMAND = 'DEMO_COMMAND';
/** Where traces are sent, as OTLP over HTTP; unset where none are made. The services have the same two settings. */
const TRACES_TO = 'OTEL_EXPORTER_OTLP_ENDPOINT';
/** The part of the traces that is sent, from 0 to 1. */
const TRACES_PART = 'OTEL_TRACES_SAMPLER_ARG';

type Env = Readonly<Record<string, string | undefined>>;

/** Ends the process if the site cannot serve with its settings. If this threw, Next.js would serve and answer with 500. */
export function requireSettings(): void {
  const problem = process.env.NODE_ENV === 'production' ? settingsProblem(process.env) : undefined;
  if (problem === undefined) return;
  process.stderr.write(`client can't start: Bad settings: ${problem}\n`);
  process.exit(1);
}

/** The fault of the settings, and how to mend it; undefined if there is none. */
export function settingsProblem(env: Env): string | undefined {
  const problems = [
    keyProblem(env[ACTION_KEY]),
    formOriginProblem(env[FORM_ORIGIN]),
    receiverProblem(env[TRACES_TO]),
    partProblem(env[TRACES_PART]),
  ];
  return problems.filter((problem) => problem !== undefined).join('; ') || undefined;
}

/** The origin of the pages and scripts into which people type their cards; undefined where nothing can be paid. */
export function formOrigin(env: Env = process.env): string | undefined {
  return env[FORM_ORIGIN] || undefined;
}

/** The command that fills this system with tickets and buyers; undefined where there is none to type. */
export function demoCommand(env: Env = process.env): string | undefined {
  return env[DEMO_COMMAND] || undefined;
}

/** Where traces are sent, and which part of them; undefined where none are made. */
export function tracesTo(env: Env = process.env): { endpoint: string; ratio: number } | undefined {
  const { [TRACES_TO]: endpoint, [TRACES_PART]: part } = env;
  return endpoint ? { endpoint, ratio: Number(part || 1) } : undefined;
}

function receiverProblem(value: string | undefined): string | undefined {
  if (!value || /^https?:\/\/./.test(value)) return undefined;
  return `${TRACES_TO} is not valid: must start with http:// or https:// (where traces are sent, as OTLP over HTTP; without it none are made)`;
}

function partProblem(value: string | undefined): string | undefined {
  if (!value || (Number(value) >= 0 && Number(value) <= 1)) return undefined;
  return `${TRACES_PART} is not valid: must be a number from 0 to 1 (the part of the traces that is sent)`;
}

function formOriginProblem(value: string | undefined): string | undefined {
  if (!value || (URL.canParse(value) && new URL(value).origin === value)) return undefined;
  return (
    `${FORM_ORIGIN} is not valid: must be an origin (where people type their cards: https://js.stripe.com, ` +
    'or the one of the stand-in, such as http://localhost:4242; without it nothing can be paid)'
  );
}

function keyProblem(value: string | undefined): string | undefined {
  if (value && isKey(value)) return undefined;
  const fault = value ? 'is not valid: must be 32 bytes in base64' : 'is missing';
  return (
    `${ACTION_KEY} ${fault} (encrypts what forms carry; the same for all instances and versions of the site; ` +
    '`openssl rand -base64 32` makes one)'
  );
}

/** The text must be the one that its bytes are written as, because decoding skips characters that are not base64. */
function isKey(text: string): boolean {
  const bytes = Buffer.from(text, 'base64');
  return bytes.length === 32 && bytes.toString('base64') === text;
}
