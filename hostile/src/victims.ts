import type { World } from './kinds/kind.js';
import type { Target } from './routes/target.js';

/** What Bob asks after a request that may have left something behind on a connection, by the service that it went to. */
const QUESTIONS: readonly [path: string, question: (world: World) => [path: string, expected: string]][] = [
  ['/api/users', ({ cast: { people } }) => ['/api/users/currentuser', people.bob.id]],
  ['/api/tickets', ({ cast: { tickets } }) => [`/api/tickets/${tickets.sold.id}`, tickets.sold.id]],
  ['/api/orders', ({ cast: { orders } }) => [`/api/orders/${orders.complete.id}`, orders.complete.id]],
  ['/api/payments', ({ cast: { payments } }) => [`/api/payments/${payments.paid.id}`, payments.paid.id]],
  [
    '/',
    ({ cast: { people, orders }, hasSite }) =>
      hasSite ? ['/orders', people.bob.email] : ['/api/orders', orders.complete.id],
  ],
];

/** Bob asks twice for his own things, and must get them. Returns what he got instead. */
export async function wrongAnswers(target: Target, world: World, url: string): Promise<string[]> {
  const { target: sentTo } = target.draft(world.cast, 'none');
  const [, question] = QUESTIONS.find(([path]) => sentTo.startsWith(path))!;
  const [path, expected] = question(world);
  const wrong: string[] = [];
  for (let turn = 0; turn < 2; turn++) {
    const answer = await fetch(url + path, {
      headers: { cookie: world.cast.people.bob.cookie },
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
