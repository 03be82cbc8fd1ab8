import type { Cast } from './cast/cast.js';
import type { Target } from './routes/target.js';

/** What Bob asks after a request that may have left something behind on a connection, by the service that it went to. */
const QUESTIONS: readonly [path: string, question: (cast: Cast) => [path: string, expected: string]][] = [
  ['/api/users', ({ people }) => ['/api/users/currentuser', people.bob.id]],
  ['/api/tickets', ({ tickets }) => [`/api/tickets/${tickets.sold.id}`, tickets.sold.id]],
  ['/api/orders', ({ orders }) => [`/api/orders/${orders.complete.id}`, orders.complete.id]],
  ['/api/payments', ({ payments }) => [`/api/payments/${payments.paid.id}`, payments.paid.id]],
  ['/', ({ people }) => ['/orders', people.bob.email]],
];

/** Bob asks twice for his own things, and must get them. Returns what he got instead. */
export async function wrongAnswers(target: Target, cast: Cast, url: string): Promise<string[]> {
  const { target: sentTo } = target.draft(cast, 'none');
  const [, question] = QUESTIONS.find(([path]) => sentTo.startsWith(path))!;
  const [path, expected] = question(cast);
  const wrong: string[] = [];
  for (let turn = 0; turn < 2; turn++) {
    const answer = await fetch(url + path, {
      headers: { cookie: cast.people.bob.cookie },
      signal: AbortSignal.timeout(30_000),
    }).then(
      async (response) => `${response.status} ${await response.text()}`,
      (error: unknown) => String(error),
    );
    if (!answer.startsWith('200 ') || !answer.includes(expected))
      wrong.push(`bob asked for ${path} and got ${answer.slice(0, 120)}`);
  }
  return wrong;
}
