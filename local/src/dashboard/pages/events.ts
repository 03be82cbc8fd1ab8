import { hearersOf, queueGroupOf, type Subject, subjects } from '@ticketing/system';
import { Router } from 'express';
import type { Context } from '../context.js';
import { Acknowledged } from '../data/acknowledged.js';
import { type ChannelState, readChannelStates, receiptOf } from '../data/bus-monitor.js';
import type { SeenEvent } from '../data/event-tap.js';
import { traceOf } from '../data/trace-of.js';
import { html, type Html } from '../web/html.js';
import { live } from '../web/layout.js';
import { pretty } from '../web/pretty.js';
import { table } from '../web/table.js';
import { time } from '../web/time.js';

export interface EventsView {
  events: readonly SeenEvent[];
  /** Undefined while the broker does not answer. */
  channels: readonly ChannelState[] | undefined;
  isConnected: boolean;
  search: { subject: string; text: string };
}

const EVERY_MS = 2_000;
const MOST_SHOWN = 100;

export function eventsPage({ events, channels, isConnected, search }: EventsView): Html {
  return html`<form class="search" method="get" action="/events" role="search">
      <label>Text, order or ticket <input type="search" name="text" value="${search.text}" /></label>
      <label
        >Channel
        <select name="subject">
          <option value="">all</option>
          ${subjects.map((each) => html`<option ${each === search.subject && html`selected`}>${each}</option>`)}
        </select></label
      >
      <button class="plain">Search</button>
    </form>
    ${live(
      EVERY_MS,
      html`${!isConnected && html`<p class="notice bad">The bus is away. Events come again when it is back.</p>`}
        ${isConnected && !channels && html`<p class="notice bad">The bus does not answer, so nobody knows at the moment who has acknowledged what.</p>`}
        <h2>Events, the newest first</h2>
        ${
          events.length === 0
            ? html`<p>No event was heard yet.</p>`
            : html`<ol class="events">
                ${events.map((event) => eventItem(event, channels))}
              </ol>`
        }
        <h2>Channels</h2>
        ${channels ? channelTable(channels) : html`<p>The bus does not answer.</p>`}`,
    )}`;
}

function eventItem({ subject, sequence, at, body }: SeenEvent, channels: EventsView['channels']): Html {
  const trace = traceOf(body);
  return html`<li>
    <details id="event-${subject}-${sequence}">
      <summary>
        ${time(at)} <strong>${subject}</strong> <span class="faint">${sequence}</span>
        ${channels && receipts(subject, sequence, channels)}
      </summary>
      <pre>${pretty(body)}</pre>
    </details>
    ${trace !== undefined && html`<a href="/traces/${trace}">trace</a>`}
  </li>`;
}

const MARKS = { acknowledged: '✓', 'perhaps open': '…', waits: '…', 'nobody listens': '✗' } as const;
const LOOKS = {
  acknowledged: 'good',
  'perhaps open': 'warning',
  waits: 'warning',
  'nobody listens': 'bad',
} as const;

function receipts(subject: string, sequence: number, channels: readonly ChannelState[]): Html[] {
  const groups = channels.find(({ name }) => name === subject)?.groups ?? [];
  return hearersOf(subject as Subject).map((service) => {
    const group = groups.find(({ name }) => name === queueGroupOf(service));
    const receipt = receiptOf(sequence, group);
    return html`<span class="receipt ${LOOKS[receipt]}">${MARKS[receipt]} ${service}: ${receipt}</span> `;
  });
}

function channelTable(channels: readonly ChannelState[]): Html {
  const rows = channels.map(({ name, messages, last, groups }) => [
    html`<a href="/events?subject=${encodeURIComponent(name)}">${name}</a>`,
    messages,
    last,
    groups.map(
      (group) =>
        html`<div>
          ${group.name}:
          ${last - group.lastSent > 0 && html`<span class="warning">${last - group.lastSent} not sent yet, </span>`}
          ${group.open > 0 ? html`<span class="warning">${group.open} not acknowledged</span>` : progress(group.lastSent)}
          ${group.isAway && html`<span class="bad">(nobody listens)</span>`}
        </div>`,
    ),
  ]);
  const columns = [
    { name: 'Channel' },
    { name: 'Messages', isNumber: true },
    { name: 'Last', isNumber: true },
    { name: 'Queue groups', isWide: true },
  ];
  return table('The channels of the bus, and how far each queue group has come', columns, rows);
}

const progress = (last: number) => (last === 0 ? 'nothing yet' : `all of ${last} acknowledged`);

/** The events of all channels as they flow, and who has acknowledged them. */
export function events({ system, events: tap, show }: Context): Router {
  const acknowledged = new Acknowledged();
  const router = Router();
  router.get('/', async (request, response) => {
    const search = readSearch(request.query);
    const wanted = search.text.toLowerCase();
    const found = tap.newest(
      ({ subject, body }) =>
        (search.subject === '' || subject === search.subject) &&
        (wanted === '' || body.toLowerCase().includes(wanted)),
    );
    const url = system.state().nats.monitoring?.http;
    const states = url === undefined ? undefined : await readChannelStates(url).catch(() => undefined);
    const channels = states && acknowledged.noted(states);
    const { isConnected } = tap;
    const body = eventsPage({ events: found.slice(0, MOST_SHOWN), channels, isConnected, search });
    show(response, { path: '/events', title: 'Events', body });
  });
  return router;
}

function readSearch({ subject, text }: Record<string, unknown>): EventsView['search'] {
  return {
    subject: subjects.find((each) => each === subject) ?? '',
    text: typeof text === 'string' ? text.slice(0, 200).trim() : '',
  };
}
