import { DEAD_LETTER_CHANNEL, Subjects } from '@ticketing/common/events';
import type { FaultRecord } from '../history.js';
import { RESERVATIONS_PER_ACCOUNT } from '../system.js';
import { judge } from './judge.js';
import {
  ANNA,
  ask,
  BEN,
  cancel,
  DELETED,
  EDITED,
  EXPIRED,
  goodStory,
  PAID,
  place,
  refuse,
  say,
  seat,
  shown,
  type Story,
  T0,
  TICKET,
} from './testing/story.js';

const OTHER = 'd'.repeat(24);

/** The rules that find something in the good story after this change of it. */
function broken(change: (story: Story) => void): string[] {
  const story = goodStory();
  change(story);
  return [...new Set(judge(story.history, story.snapshot).map(({ rule }) => rule))];
}

const fault = (from: number, to: number, more: Partial<FaultRecord> = {}): FaultRecord => ({
  run: 1,
  kind: 'kill',
  target: 'orders',
  failsCalls: true,
  ends: [],
  detail: {},
  from: T0 + from,
  to: T0 + to,
  ...more,
});

const stored = ({ snapshot }: Story, id: string) => snapshot.orders.find((order) => order.id === id)!;

function forget({ snapshot }: Story, channel: string, id: string, version?: number): void {
  snapshot.messages = snapshot.messages.filter((message) => {
    const data = JSON.parse(message.body) as { id?: string; version?: number };
    const hit = message.channel === channel && data.id === id;
    return !(hit && (version === undefined || data.version === version));
  });
}

it('finds nothing when every promise was kept', () => {
  const { history, snapshot } = goodStory();
  expect(judge(history, snapshot)).toEqual([]);
});

it('accepts events that come twice, and failures that a fault explains', () => {
  expect(
    broken((story) => {
      story.snapshot.messages.push(
        ...story.snapshot.messages.map((message) => ({
          ...message,
          sequence: message.sequence + 100,
          at: T0 + 20_000,
        })),
      );
      story.history.faults.push(fault(2_000, 3_000, { ends: ['orders'] }));
      story.history.deaths.push({ process: 'orders', at: T0 + 2_050 });
      ask(story, 2_500, 'ben', 'POST', '/api/orders', 503, {}, { ticketId: TICKET });
      ask(story, 2_600, 'ben', 'GET', '/api/orders', undefined);
    }),
  ).toEqual([]);
});

describe('oversold', () => {
  it('finds two answers of 201 for one ticket at a time', () => {
    expect(broken((story) => place(story, 2_000, 'ben', OTHER, 2))).toContain('oversold');
  });

  it('finds an order that is shown as active after the next was placed', () => {
    expect(
      broken((story) =>
        ask(story, 6_500, 'anna', 'GET', `/api/orders/${EXPIRED}`, 200, shown(EXPIRED, ANNA, 1_000)),
      ),
    ).toContain('oversold');
  });

  it('finds two orders that are not cancelled in the end', () => {
    expect(broken((story) => (stored(story, DELETED).status = 'complete'))).toContain('oversold');
  });

  it('accepts an order after one whose cancellation got no answer', () => {
    expect(
      broken((story) => {
        const call = story.history.calls.find(({ method }) => method === 'DELETE')!;
        delete call.status;
        story.history.faults.push(fault(6_900, 7_100));
      }),
    ).toEqual([]);
  });
});

describe('holds', () => {
  it('finds one that comes twice, or is left out', () => {
    expect(broken((story) => (stored(story, DELETED).hold = 1))).toContain('holds');
    expect(broken((story) => (stored(story, PAID).hold = 4))).toContain('holds');
  });

  it('finds a ticket that has not heard of the last one', () => {
    expect(broken(({ snapshot }) => (snapshot.tickets[0]!.hold = 2))).toEqual(['holds']);
  });
});

describe('undersold', () => {
  it('finds a lock without an order', () => {
    const locked = broken(({ snapshot }) => {
      snapshot.tickets[0]!.orderId = DELETED;
      snapshot.copies[0]!.orderId = DELETED;
    });
    expect(locked).toContain('undersold');
  });

  it('finds a buyer who is refused when nobody holds the ticket', () => {
    const refused = (at: number) => broken((story) => refuse(story, at, 'ben'));
    expect(refused(5_600)).toEqual(['undersold']);
    expect(refused(5_100)).toEqual([]); // the order is cancelled at this moment
  });

  it('finds a ticket that orders does not know after all faults', () => {
    const unknown = broken((story) => {
      const call = ask(story, 20_000, 'ben', 'POST', '/api/orders', 404, {}, { ticketId: TICKET });
      call.probe = true;
    });
    expect(unknown).toEqual(['undersold']);
  });
});

describe('lost events', () => {
  it.each([0, 1, 3, 7])('finds version %i of a ticket', (version) => {
    const channel = version === 0 ? Subjects.TicketCreated : Subjects.TicketUpdated;
    expect(broken((story) => forget(story, channel, TICKET, version))).toContain('lost event');
  });

  it('finds an order without its event, and a cancellation without its own', () => {
    expect(broken((story) => forget(story, Subjects.OrderCreated, DELETED))).toContain('lost event');
    expect(broken((story) => forget(story, Subjects.OrderCancelled, DELETED))).toContain('lost event');
  });
});

it('forked version: finds two events that differ, or a version that never was', () => {
  const another = { ...seat(1), title: 'Another' };
  expect(broken((story) => say(story, 130, Subjects.TicketUpdated, another))).toEqual(['forked version']);
  expect(broken((story) => say(story, 9_500, Subjects.TicketUpdated, seat(8)))).toContain('forked version');
});

describe('lost answers', () => {
  it('finds that an order that was answered with 201 is missing', () => {
    expect(
      broken(({ snapshot }) => (snapshot.orders = snapshot.orders.filter(({ id }) => id !== EXPIRED))),
    ).toContain('lost answer');
  });

  it('finds that a cancellation that was answered with 204 is undone', () => {
    expect(broken((story) => (stored(story, DELETED).status = 'created'))).toContain('lost answer');
  });

  const editShows = (fields: object) =>
    broken(({ history }) => {
      const edit = history.calls.find(({ method }) => method === 'PUT')!;
      edit.answer = { ...(edit.answer as object), ...fields };
    });

  it('finds that an edit that was answered with 200 is not on the bus', () => {
    expect(editShows({ title: 'Back seat' })).toEqual(['lost answer']);
  });

  it('finds an edited field that it does not know and that is not on the bus', () => {
    expect(editShows({ unknown: 'field' })).toEqual(['lost answer']);
  });

  it('finds that a version that was shown is gone', () => {
    expect(
      broken((story) => ask(story, 9_500, 'ben', 'GET', `/api/tickets/${TICKET}`, 200, seat(9))),
    ).toEqual(['lost answer']);
  });
});

describe('other price', () => {
  const of = ({ history }: Story, status: number) =>
    history.calls.find((call) => call.path === '/api/orders' && call.status === status)!;

  it.each([{ title: 'Parking slip' }, { price: 500 }])('finds an order whose buyer saw %j', (fields) => {
    expect(
      broken((story) => (of(story, 201).body = { ticketId: TICKET, seen: { ...EDITED, ...fields } })),
    ).toEqual(['other price']);
  });

  it('finds one whose answer was lost', () => {
    expect(
      broken((story) => {
        const call = of(story, 201);
        delete call.status;
        delete call.answer;
        call.body = { ticketId: TICKET, seen: { ...EDITED, price: 500 } };
        story.history.faults.push(fault(900, 1_100));
      }),
    ).toContain('other price');
  });

  it('finds a buyer who is told that a ticket has changed when it has not', () => {
    const told = (price: number) =>
      broken((story) => {
        const answer = { errors: [], ticket: { id: TICKET, ...EDITED } };
        const body = { ticketId: TICKET, seen: { ...EDITED, price } };
        ask(story, 5_600, 'ben', 'POST', '/api/orders', 409, answer, body);
      });
    expect(told(EDITED.price)).toEqual(['other price']);
    expect(told(EDITED.price + 1)).toEqual([]);
  });
});

describe('own order', () => {
  it('finds a buyer who is refused a ticket that they hold', () => {
    expect(broken((story) => refuse(story, 2_000, 'anna'))).toEqual(['own order']);
  });

  it('finds a second order for a buyer who asks again', () => {
    expect(broken((story) => place(story, 2_000, 'anna', OTHER, 2))).toContain('own order');
  });

  it('finds a buyer who is shown an order that has ended, or that of somebody else', () => {
    const shows = (at: number, who: string, order: object) =>
      broken((story) => ask(story, at, who, 'POST', '/api/orders', 200, order, { ticketId: TICKET }));
    expect(shows(5_600, 'anna', shown(EXPIRED, ANNA, 1_000))).toContain('own order');
    expect(shows(2_000, 'ben', shown(EXPIRED, ANNA, 1_000))).toContain('own order');
    expect(shows(2_000, 'anna', shown(EXPIRED, ANNA, 1_000))).toEqual([]);
  });
});

it('hoarding: finds an account with more live orders than it may have', () => {
  const holding = (count: number) =>
    broken((story) => {
      for (let nth = 1; nth <= count; nth++) {
        const id = nth.toString(16).padStart(24, 'e');
        const order = { ...shown(id, BEN, 9_000), ticket: { id, ...EDITED } };
        ask(story, 9_000, 'ben', 'POST', '/api/orders', 201, order, { ticketId: id });
      }
    }).includes('hoarding');
  expect(holding(RESERVATIONS_PER_ACCOUNT)).toBe(false);
  expect(holding(RESERVATIONS_PER_ACCOUNT + 1)).toBe(true);
});

describe('wrong refusal', () => {
  const LIMIT = 'You hold 4 reservations, the most that one account may have';
  const PAUSE = 'You can reserve it again in 3 seconds';
  const BOUGHT = 'You have bought this ticket already';

  it('finds a limit that was not reached, and words that nobody knows', () => {
    expect(broken((story) => refuse(story, 5_600, 'ben', LIMIT))).toEqual(['wrong refusal']);
    expect(broken((story) => refuse(story, 5_600, 'ben', 'Because'))).toEqual(['wrong refusal']);
  });

  it('finds a pause for somebody who has not held the ticket', () => {
    expect(broken((story) => refuse(story, 5_600, 'ben', PAUSE))).toEqual(['wrong refusal']);
    expect(broken((story) => refuse(story, 5_600, 'anna', PAUSE))).toEqual([]);
  });

  it('finds a purchase that was not made', () => {
    expect(broken((story) => refuse(story, 9_500, 'ben', BOUGHT))).toEqual(['wrong refusal']);
    expect(broken((story) => refuse(story, 9_500, 'anna', BOUGHT))).toEqual([]);
  });
});

it('phantom order: finds more orders than were asked for', () => {
  expect(
    broken(({ history }) => {
      const call = history.calls.find(({ actor, status }) => actor === 'ben' && status === 201)!;
      call.status = 400;
      delete call.answer;
    }),
  ).toContain('phantom order');
});

describe('overdue', () => {
  const late = (story: Story) => {
    forget(story, Subjects.OrderCancelled, EXPIRED);
    cancel(story, 25_000, EXPIRED, 1);
  };

  it('finds an order that was cancelled long after its time', () => {
    expect(broken(late)).toContain('overdue');
  });

  it('accepts it when a fault was in the way', () => {
    expect(
      broken((story) => {
        late(story);
        story.history.faults.push(fault(4_000, 12_000));
      }),
    ).not.toContain('overdue');
  });

  it('finds an order that was never cancelled', () => {
    expect(
      broken((story) => {
        forget(story, Subjects.OrderCancelled, EXPIRED);
        stored(story, EXPIRED).status = 'created';
      }),
    ).toContain('overdue');
  });
});

describe('early cancellation', () => {
  it('finds an order that was cancelled early, and nobody asked for it', () => {
    expect(
      broken((story) => {
        forget(story, Subjects.OrderCancelled, EXPIRED);
        cancel(story, 4_000, EXPIRED, 1);
      }),
    ).toContain('early cancellation');
  });

  it('finds it when an answer shows it', () => {
    const cancelled = shown(EXPIRED, ANNA, 1_000, 'cancelled', 1);
    expect(
      broken((story) => ask(story, 3_000, 'anna', 'GET', `/api/orders/${EXPIRED}`, 200, cancelled)),
    ).toEqual(['early cancellation']);
  });

  it('accepts it when the buyer asked, although no answer came', () => {
    expect(
      broken((story) => {
        ask(story, 2_900, 'anna', 'DELETE', `/api/orders/${EXPIRED}`, undefined);
        story.history.faults.push(fault(2_800, 3_000));
        forget(story, Subjects.OrderCancelled, EXPIRED);
        cancel(story, 4_000, EXPIRED, 1);
      }),
    ).toEqual([]);
  });

  it('finds an order that says that its buyer cancelled it, and the buyer did not', () => {
    const says = (cancelled: number) =>
      broken((story) => Object.assign(stored(story, EXPIRED), { cancelledAt: T0 + cancelled }));
    expect(says(5_000)).toEqual(['early cancellation']);
    expect(says(5_100)).toEqual([]);
    expect(broken((story) => (stored(story, DELETED).cancelledAt = T0 + 7_010))).toEqual([]);
  });

  it('finds a cancelled order that is active again', () => {
    const active = shown(DELETED, BEN, 6_000);
    expect(
      broken((story) => ask(story, 7_500, 'ben', 'GET', `/api/orders/${DELETED}`, 200, active)),
    ).toContain('early cancellation');
  });
});

it('complete order: finds that it is cancelled, announced as cancelled, or was shown as complete', () => {
  expect(broken((story) => (stored(story, PAID).status = 'cancelled'))).toContain('complete order');
  const complete = shown(DELETED, BEN, 6_000, 'complete', 1);
  expect(
    broken((story) => ask(story, 6_500, 'ben', 'GET', `/api/orders/${DELETED}`, 200, complete)),
  ).toContain('complete order');
  expect(broken((story) => cancel(story, 12_100, PAID, 3))).toContain('complete order');
});

describe('wrong release', () => {
  it('finds a release while the order held the ticket', () => {
    expect(
      broken((story) => {
        forget(story, Subjects.TicketUpdated, TICKET, 3);
        say(story, 2_000, Subjects.TicketUpdated, seat(3));
      }),
    ).toContain('wrong release');
  });

  it('finds a release before anybody said that the order is cancelled', () => {
    expect(
      broken((story) => {
        forget(story, Subjects.OrderCancelled, EXPIRED);
        cancel(story, 5_500, EXPIRED, 1);
      }),
    ).toEqual(['wrong release']);
  });

  it('finds a release from a complete order', () => {
    expect(
      broken((story) => {
        say(story, 12_200, Subjects.TicketUpdated, seat(8));
        story.snapshot.tickets[0]!.version = 8;
        delete story.snapshot.tickets[0]!.orderId;
      }),
    ).toContain('wrong release');
  });

  it('finds a lock for an order that had lost the ticket, or never existed', () => {
    for (const orderId of [EXPIRED, OTHER]) {
      expect(
        broken((story) => {
          forget(story, Subjects.TicketUpdated, TICKET, 4);
          say(story, 6_030, Subjects.TicketUpdated, seat(4, orderId));
        }),
      ).toContain('wrong release');
    }
  });
});

describe('replica difference', () => {
  it.each(Object.keys(seat(7, PAID, true)))('finds one in the %s', (field) => {
    expect(broken(({ snapshot }) => Object.assign(snapshot.copies[0]!, { [field]: 'else' }))).toEqual([
      'replica difference',
    ]);
  });

  it('finds one in a field that it does not know', () => {
    const differ = (ticket: object, copy: object) =>
      broken(({ snapshot }) => {
        Object.assign(snapshot.tickets[0]!, ticket);
        Object.assign(snapshot.copies[0]!, copy);
      });
    expect(differ({ unknown: 'field' }, {})).toEqual(['replica difference']);
    expect(differ({}, { unknown: 'field' })).toEqual(['replica difference']);
    expect(differ({ unknown: ['a'] }, { unknown: ['b'] })).toEqual(['replica difference']);
    expect(differ({ unknown: ['a'] }, { unknown: ['a'] })).toEqual([]);
  });

  it('finds a missing copy, or one too many', () => {
    expect(broken(({ snapshot }) => (snapshot.copies = []))).toEqual(['replica difference']);
    expect(broken(({ snapshot }) => snapshot.copies.push({ ...snapshot.copies[0]!, id: OTHER }))).toEqual([
      'replica difference',
    ]);
  });

  it('finds an active order whose ticket is not locked for it', () => {
    expect(
      broken(({ snapshot }) => {
        delete snapshot.tickets[0]!.orderId;
        delete snapshot.copies[0]!.orderId;
      }),
    ).toEqual(['replica difference']);
  });
});

it('finds documents that never come to rest', () => {
  expect(broken(({ snapshot }) => snapshot.moved.push(`${PAID} in orders`))).toEqual(['convergence']);
});

it('finds a stuck outbox', () => {
  expect(broken(({ snapshot }) => (snapshot.tickets[0]!.outbox = 1))).toEqual(['stuck outbox']);
  expect(broken(({ snapshot }) => (snapshot.orders[0]!.outbox = 1))).toEqual(['stuck outbox']);
});

describe('dead letters', () => {
  const letter = (subject: string, sequence: number, queueGroup: string) => ({
    subject,
    sequence,
    queueGroup,
    body: '',
    encoding: 'utf8',
    truncated: false,
    reason: 'six attempts',
    attempts: 6,
    parkedAt: '',
  });

  it('finds a good event that was parked', () => {
    const good = letter(Subjects.OrderCreated, 1, 'tickets-service');
    expect(broken((story) => say(story, 3_000, DEAD_LETTER_CHANNEL, good))).toEqual(['dead letter']);
  });

  it('finds a malformed event that a service that hears it has not parked', () => {
    const parkedBy = (...groups: string[]) =>
      broken((story) => {
        story.history.injections.push({ channel: Subjects.OrderCreated, body: 'nonsense' });
        say(story, 3_000, Subjects.OrderCreated, 'nonsense');
        for (const group of groups)
          say(story, 3_100, DEAD_LETTER_CHANNEL, letter(Subjects.OrderCreated, 4, group));
      });
    expect(parkedBy('tickets-service')).toEqual(['dead letter']);
    expect(parkedBy('tickets-service', 'expiration-service', 'payments-service')).toEqual([]);
  });
});

describe('contracts', () => {
  it.each([
    ['a field that asyncapi.yaml does not name', { orderId: EXPIRED, buyer: ANNA }],
    ['a missing field', {}],
    ['a body that is not JSON', 'nonsense'],
  ])('finds an event with %s', (_what, event) => {
    expect(broken((story) => say(story, 5_110, Subjects.ExpirationComplete, event))).toContain(
      'undescribed event',
    );
  });

  it('does not count an event that a fault made up', () => {
    const made = broken((story) => {
      story.history.injections.push({ channel: Subjects.ExpirationComplete, body: 'nonsense' });
      say(story, 5_110, Subjects.ExpirationComplete, 'nonsense');
    });
    expect(made).not.toContain('undescribed event');
  });

  it('finds an answer that openapi.yaml does not describe', () => {
    expect(broken(({ history }) => (history.calls[0]!.undescribed = 'it has another field'))).toEqual([
      'undescribed answer',
    ]);
  });
});

it('finds a failure that no fault explains', () => {
  expect(broken((story) => ask(story, 15_000, 'ben', 'GET', '/api/orders', 500, {}))).toEqual([
    'unexplained failure',
  ]);
  expect(broken((story) => ask(story, 15_000, 'ben', 'GET', '/api/orders', undefined))).toEqual([
    'unexplained failure',
  ]);
});

it('finds a failure while only the bus was away', () => {
  expect(
    broken((story) => {
      story.history.faults.push(fault(14_000, 16_000, { target: 'nats-streaming', failsCalls: false }));
      ask(story, 15_000, 'ben', 'POST', '/api/orders', 503, {}, { ticketId: TICKET });
    }),
  ).toEqual(['unexplained failure']);
});

it('finds an unexpected refusal', () => {
  expect(broken((story) => ask(story, 15_000, 'ben', 'GET', `/api/orders/${DELETED}`, 401, {}))).toEqual([
    'unexpected refusal',
  ]);
});

it('finds a service that does not come back', () => {
  expect(
    broken(({ history }) => history.faults.push(fault(14_000, 104_000, { stillDown: ['tickets'] }))),
  ).toEqual(['no recovery']);
});

it('finds a process that ended by itself', () => {
  expect(broken(({ history }) => history.deaths.push({ process: 'orders', at: T0 + 100 }))).toEqual([
    'unexpected end',
  ]);
});
