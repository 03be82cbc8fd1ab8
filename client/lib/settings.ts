/** Next.js reads this setting, and would do without it: each build has a key that everybody can read. */
const ACTION_KEY = 'NEXT_SERVER_ACTIONS_ENCRYPTION_KEY';

/** Ends the process if the site cannot serve with its settings. If this threw, Next.js would serve and answer with 500. */
export function requireSettings(): void {
  const problem = process.env.NODE_ENV === 'production' ? settingsProblem(process.env) : undefined;
  if (problem === undefined) return;
  process.stderr.write(`client can't start: Bad settings: ${problem}\n`);
  process.exit(1);
}

/** The fault of the settings, and how to mend it; undefined if there is none. */
export function settingsProblem(env: Readonly<Record<string, string | undefined>>): string | undefined {
  const value = env[ACTION_KEY];
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
