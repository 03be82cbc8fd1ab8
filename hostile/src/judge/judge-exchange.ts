import type { Hostile } from '../hostile.js';
import { type Answer, valuesOf } from '../send/answer-reader.js';
import type { Exchange } from '../send/exchange.js';
import type { Target } from '../routes/target.js';
import type { Finding } from './finding.js';
import type { Secrets } from './secrets.js';
import { undescribed } from './undescribed.js';

type Told = Pick<Finding, 'rule' | 'what'>;

/**
 * The answers of 5xx that may come, with `Retry-After`: auth hashes few passwords at a time, and asks the others to come
 * again. Every other 5xx is a finding.
 */
const MAY_BE_BUSY = new Set([
  'POST /api/users/signup',
  'POST /api/users/signin',
  'POST /api/users/password',
  'DELETE /api/users/me',
  'action signUpAction',
  'action signInAction',
  'action changePasswordAction',
  'action deleteAccountAction',
]);

/** What is wrong with the answers to one request. */
export function judgeExchange(
  { route, type }: Pick<Target, 'route' | 'type'>,
  hostile: Hostile,
  { answers, wasLeftOpen }: Exchange,
  secrets: Secrets,
): Told[] {
  const told: Told[] = [];
  for (const answer of answers) {
    const { status } = answer;
    const isBusy = status === 503 && valuesOf(answer, 'retry-after').length === 1 && MAY_BE_BUSY.has(route);
    if (status >= 500 && !isBusy) told.push({ rule: 'server error', what: `answered with ${status}` });
    if (status === 0) told.push({ rule: 'server error', what: 'answered with something that is not HTTP' });
    if (status === 101) told.push({ rule: 'accepted', what: 'another protocol was accepted' });
    const isDone = status >= 200 && status < (type === 'action' ? 300 : 400);
    if (hostile.must === 'be refused' && isDone)
      told.push({ rule: 'accepted', what: `answered with ${status}` });
    const sent = Buffer.concat(hostile.pieces).toString('latin1');
    for (const leak of secrets.leaksIn(textOf(answer), { sent, as: hostile.as }))
      told.push({ rule: 'leak', what: leak });
    for (const place of valuesOf(answer, 'location'))
      if (leadsAway(place)) told.push({ rule: 'leak', what: `leads a browser to ${place.slice(0, 100)}` });
  }
  // there is one request: a second answer is a finding in any case
  const problem = answers[0] && undescribed(hostile, answers[0]);
  if (problem !== undefined) told.push({ rule: 'undescribed answer', what: problem });
  const most = hostile.mostAnswers ?? 1;
  if (answers.length > most)
    told.push({
      rule: 'second answer',
      what: `${answers.length} answers: ${answers.map(({ status }) => status).join(', ')}`,
    });
  if (wasLeftOpen) told.push({ rule: 'left open', what: 'no answer came, and the connection stayed open' });
  return told;
}

/** The head and the body, with the contents of cookies in plain text beside them. */
function textOf(answer: Answer): string {
  const head = answer.headers.map(([name, value]) => `${name}: ${value}`).join('\n');
  const inside = valuesOf(answer, 'set-cookie').flatMap((cookie) =>
    unwrapped(cookie.split(';')[0]!.split('=')[1] ?? ''),
  );
  return [head, answer.body, ...inside].join('\n');
}

/** A cookie holds a token in base64, whose parts are in base64 too. */
function unwrapped(value: string): string[] {
  const plain = Buffer.from(value, 'base64url').toString();
  const parts = /[\w-]+\.[\w-]+\.[\w-]+/.exec(plain)?.[0].split('.') ?? value.split('.');
  return [plain, ...parts.map((part) => Buffer.from(part, 'base64url').toString())];
}

const leadsAway = (place: string) => /^([a-z]+:)?[/\\]{2}[^/]*evil\.example/i.test(place);
