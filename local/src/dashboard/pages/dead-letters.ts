import { type ParkedMessage, parkedMessages, replay } from '@ticketing/common/replay';
import { Router } from 'express';
import type { Context } from '../context.js';
import { traceOf } from '../data/trace-of.js';
import { readChannelStates } from '../data/bus-monitor.js';
import { button } from '../web/button.js';
import type { Token } from '../web/guards.js';
import { within } from '../data/within.js';
import { awayNotices } from '../web/away.js';
import { html, type Html } from '../web/html.js';
import { pretty } from '../web/pretty.js';
import { count } from '../web/time.js';

const MOST_SHOWN = 100;
const MOST_CHARACTERS = 5_000;
/** The channel of dead letters; common names it. */
const CHANNEL = 'dead-letter';
const LIMIT_MS = 10_000;

/** @param parked a text says why nobody knows. */
export function deadLettersPage(parked: readonly ParkedMessage[] | string, token: Token): Html {
  return html`<p>
      A message that a service can never handle, or not for a long time, is parked here, so that it stops
      nobody. Replay puts it back on its channel, as <code>npm run replay</code> does. Listeners are
      idempotent: those who have handled it change nothing.
    </p>
    ${typeof parked === 'string' ? awayNotices([parked]) : cards(parked, token)}`;
}

function cards(parked: readonly ParkedMessage[], token: Token): Html {
  if (parked.length === 0) return html`<p>Nothing is parked.</p>`;
  const newest = [...parked].reverse().slice(0, MOST_SHOWN);
  return html`${replayAll(parked, token)}
    <ul class="cards">
      ${newest.map((each) => card(each, token))}
    </ul>`;
}

function replayAll(parked: readonly ParkedMessage[], token: Token): Html {
  const fit = parked.filter(({ obstacle }) => !obstacle).length;
  const shown =
    parked.length > MOST_SHOWN ? `, of which the newest ${MOST_SHOWN} are shown` : ', the newest first';
  return html`<p>${count(parked.length, 'message is', 'messages are')} parked${shown}.</p>
    ${fit > 0 && button(token, { action: '/dead-letters/replay', label: `Replay all ${fit} that are events` })}`;
}

function card({ number, letter, body, obstacle }: ParkedMessage, token: Token): Html {
  const text = body.toString('utf8').slice(0, MOST_CHARACTERS);
  const trace = traceOf(text);
  const { subject, sequence, queueGroup, parkedAt, attempts, reason } = letter;
  const fields = { subject, queueGroup, sequence: String(sequence) };
  const label = obstacle ? 'Replay all the same' : 'Replay';
  return html`<li>
    <h2>${subject} ${sequence}</h2>
    <p>
      Parked by <strong>${queueGroup}</strong> at ${parkedAt} after
      ${count(attempts, 'attempt')}${trace !== undefined && html` · <a href="/traces/${trace}">trace</a>`}
    </p>
    <p>${reason}</p>
    <details id="letter-${number}">
      <summary>Body</summary>
      <pre>${pretty(text)}</pre>
    </details>
    ${obstacle && html`<p class="warning">${HINTS[obstacle.kind]}${obstacle.kind !== 'malformed' && obstacle.why}</p>`}
    ${(!obstacle || obstacle.kind === 'malformed') && button(token, { action: '/dead-letters/replay', label, about: `${subject} ${sequence}`, fields })}
  </li>`;
}

const HINTS = {
  malformed: 'It is no event of its channel, so it would be parked again.',
  truncated: 'It cannot be put back: ',
  'no subject': 'It cannot be put back: ',
} as const;

/** What is parked, and the button that puts it back. */
export function deadLetters({ system, token, notices, show }: Context): Router {
  const router = Router();

  async function read(): Promise<ParkedMessage[]> {
    const { monitoring, url, clusterId } = system.state().nats;
    // the broker says at once that there is none; to read an empty channel takes a wait
    const channels = monitoring ? await readChannelStates(monitoring.http) : [];
    const isEmpty = !channels.some(({ name, last }) => name === CHANNEL && last > 0);
    return isEmpty ? [] : parkedMessages({ url, clusterId });
  }

  router.get('/', async (_request, response) => {
    const parked = await within(LIMIT_MS, 'it', read()).catch((error: Error) => `the bus: ${error.message}`);
    const body = deadLettersPage(parked, token);
    show(response, { path: '/dead-letters', title: 'Dead letters', body });
  });

  router.post('/replay', async (request, response) => {
    const { subject, queueGroup, sequence } = (request.body ?? {}) as Record<string, unknown>;
    const isOne =
      typeof subject === 'string' && typeof queueGroup === 'string' && typeof sequence === 'string';
    const selection = isOne
      ? { subjects: [subject], queueGroups: [queueGroup], sequences: [Number(sequence)] }
      : {};
    const { url, clusterId } = system.state().nats;
    const said: string[] = [];
    const say = (line: string) => void said.push(line.trim());
    await replay({ url, clusterId, selection, listOnly: false, malformed: isOne, say });
    notices.add(said.join('; '));
    response.redirect(303, '/dead-letters');
  });
  return router;
}
