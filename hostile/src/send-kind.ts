import type { Finding } from './judge/finding.js';
import { judgeExchange } from './judge/judge-exchange.js';
import type { Secrets } from './judge/secrets.js';
import type { World } from './kinds/kind.js';
import type { Planned } from './plan.js';
import type { Answer } from './send/answer-reader.js';
import { exchange } from './send/exchange.js';
import type { Tally } from './tally.js';
import { wrongAnswers } from './victims.js';

/** So many connections at a time. Few enough that each service answers, and enough that answers could be mixed up. */
const AT_ONCE = 8;

interface Judged {
  findings: Finding[];
  /** The bytes that were sent, and what came back, for people. */
  seen: string[];
}

/** Sends the requests of one kind, and judges each answer. */
export async function sendKind(
  planned: readonly Planned[],
  world: World,
  secrets: Secrets,
  tally: Tally,
): Promise<Judged> {
  const findings: Finding[] = [];
  const seen: string[] = [];
  const rest = [...planned];
  const url = `http://${world.host}`;
  const work = async () => {
    for (let next = rest.shift(); next; next = rest.shift()) {
      const { index, kind, target } = next;
      const hostile = next.make(world);
      const result = await exchange(world.port, hostile);
      tally.add(kind.name, target, result);
      seen.push(
        `${target.route}: ${hostile.what}`,
        ...hostile.pieces.map(shown),
        ...result.answers.map(answerShown),
      );
      const told = judgeExchange(target, hostile, result, secrets);
      if (kind.isAlone)
        for (const what of await wrongAnswers(target, world, url))
          told.push({ rule: "somebody else's answer", what });
      for (const { rule, what } of told)
        findings.push({
          rule,
          index,
          kind: kind.name,
          route: target.route,
          what: `${what}, for: ${hostile.what}`,
        });
    }
  };
  const isAlone = planned.some(({ kind }) => kind.isAlone);
  await Promise.all(Array.from({ length: isAlone ? 1 : AT_ONCE }, work));
  return { findings, seen };
}

const shown = (bytes: Buffer) => `> ${JSON.stringify(bytes.toString('latin1', 0, 2_000))}`;
const answerShown = ({ status, headers, body }: Answer) =>
  `< ${status} ${JSON.stringify(headers.map((header) => header.join(': ')))} ${JSON.stringify(body.slice(0, 500))}`;
