import { pathOf, readDocument } from '../files.js';
import { apiBreaks } from './api-breaks.js';
import { eventBreaks } from './event-breaks.js';

interface Shape {
  properties: Record<string, Shape>;
  required: string[];
  enum: unknown[];
  [keyword: string]: unknown;
}

interface Operation {
  parameters: { name: string; required?: boolean; schema: Shape }[];
  responses: Record<string, { headers: Record<string, unknown> }>;
  security: object[];
}

/** The parts of both documents that the changes touch. */
interface Document {
  paths: Record<string, Record<string, Operation>>;
  channels: Record<string, unknown>;
  components: { schemas: Record<string, Shape> };
}

const STRING = { type: 'string' } as unknown as Shape;

type Change = (document: Document) => unknown;

const KEPT = {
  'openapi.yaml': readDocument(pathOf('openapi.yaml')),
  'asyncapi.yaml': readDocument(pathOf('asyncapi.yaml')),
};

/** What a change of the kept document breaks. */
function broken(name: 'openapi.yaml' | 'asyncapi.yaml', change: Change): string[] {
  const before = KEPT[name];
  const now = structuredClone(before);
  change(now as unknown as Document);
  return name === 'openapi.yaml' ? apiBreaks(before, now) : eventBreaks(before, now);
}

const shape = ({ components }: Document, name: string) => components.schemas[name]!;
const field = (document: Document, name: string, property: string) =>
  shape(document, name).properties[property]!;
const operation = ({ paths }: Document, method: string, path: string) => paths[path]![method]!;
const list = (document: Document) => operation(document, 'get', '/api/tickets');
const parameter = (document: Document, wanted: string) =>
  list(document).parameters.find(({ name }) => name === wanted)!;

it.each<[string, Change, string]>([
  ['an operation', (d) => delete d.paths['/api/orders/{id}']!.delete, 'DELETE /api/orders/{id} is gone'],
  [
    'a field of an answer',
    (d) => delete shape(d, 'Ticket').properties.version,
    'GET /api/tickets/{id} 200.version is gone',
  ],
  [
    'a field that may be missing',
    (d) => (shape(d, 'Ticket').required = shape(d, 'Ticket').required.filter((name) => name !== 'price')),
    'GET /api/tickets 200[].price may be missing now',
  ],
  [
    'another type of a field',
    (d) => (field(d, 'Ticket', 'version').type = 'string'),
    'GET /api/tickets/{id} 200.version can have the type string',
  ],
  [
    'a new status of an order, which clients do not know',
    (d) => field(d, 'Order', 'status').enum.push('lost'),
    'GET /api/orders/{id} 200.status can have the value "lost"',
  ],
  [
    'an answer with longer texts',
    (d) => (field(d, 'Payment', 'reason').maxLength = 999),
    'GET /api/payments/{id} 200.reason has another maxLength: 999, not 200',
  ],
  [
    'a success that is gone',
    (d) => delete operation(d, 'post', '/api/tickets').responses['200'],
    'POST /api/tickets 200 is gone',
  ],
  [
    'another success',
    (d) => (list(d).responses['206'] = list(d).responses['200']!),
    'GET /api/tickets can succeed with 206',
  ],
  [
    'a header that is gone',
    (d) => delete list(d).responses['200']!.headers.link,
    'GET /api/tickets 200 may be without the header link',
  ],
  [
    'a field that a request must have',
    (d) => {
      shape(d, 'TicketInput').properties.hall = STRING;
      shape(d, 'TicketInput').required.push('hall');
    },
    'POST /api/tickets.hall must be sent now',
  ],
  [
    'a lower limit',
    (d) => (field(d, 'TicketInput', 'price').maximum = 100),
    'has another maximum: 100, not 999999.99',
  ],
  [
    'a new rule',
    (d) => (field(d, 'TicketInput', 'title').pattern = '^A'),
    'POST /api/tickets.title has another pattern',
  ],
  ['a parameter that is gone', (d) => void list(d).parameters.shift(), 'GET /api/tickets query q is gone'],
  ['a parameter that is needed', (d) => (parameter(d, 'q').required = true), 'query q must be sent now'],
  ['a smaller page', (d) => (parameter(d, 'limit').schema.maximum = 50), 'query limit has another maximum'],
  [
    'a session that is needed',
    (d) => (list(d).security = [{ session: [] }]),
    'GET /api/tickets needs a session now',
  ],
])('finds %s', (_what, change, problem) => {
  expect(broken('openapi.yaml', change).join('\n')).toContain(problem);
});

it.each<[string, Change]>([
  ['other words', (d) => (field(d, 'Ticket', 'price').description = 'Euros')],
  ['a new operation', (d) => (d.paths['/api/halls'] = d.paths['/api/tickets']!)],
  ['a new field of an answer', (d) => (shape(d, 'Ticket').properties.hall = STRING)],
  ['a new field that a request may have', (d) => (shape(d, 'TicketInput').properties.hall = STRING)],
  ['a field that is always there now', (d) => shape(d, 'Ticket').required.push('orderId')],
  ['a higher limit', (d) => (field(d, 'TicketInput', 'price').maximum = 2_000_000)],
  ['a rule that is dropped', (d) => delete field(d, 'TicketInput', 'price').minimum],
  ['a larger page', (d) => (parameter(d, 'limit').schema.maximum = 200)],
  ['a new refusal', (d) => (list(d).responses['429'] = list(d).responses['401']!)],
  ['a refusal that is gone', (d) => delete list(d).responses['401']],
  ['no need of a session', (d) => operation(d, 'get', '/api/orders').security.push({})],
])('lets %s pass', (_what, change) => {
  expect(broken('openapi.yaml', change)).toEqual([]);
});

it.each<[string, Change, string]>([
  ['a subject that is gone', (d) => delete d.channels.ticketCreated, 'ticket:created is gone'],
  [
    'a field that is gone',
    (d) => delete shape(d, 'ticketCreated').properties.title,
    'ticket:created.title is gone',
  ],
  [
    'a field that every event must have, which older events lack',
    (d) => {
      shape(d, 'ticketCreated').properties.hall = STRING;
      shape(d, 'ticketCreated').required.push('hall');
    },
    'ticket:created.hall must be sent now',
  ],
  [
    'a field that may be missing',
    (d) => void shape(d, 'ticketCreated').required.pop(),
    'ticket:created.userId may be missing now',
  ],
  ['a wider range', (d) => (field(d, 'ticketCreated', 'price').maximum = 2_000_000), 'has another maximum'],
  ['a narrower range', (d) => (field(d, 'ticketCreated', 'price').maximum = 2), 'has another maximum'],
  ['another rule of the whole', (d) => delete shape(d, 'sessionEnded').oneOf, 'has another oneOf'],
])('finds in events %s', (_what, change, problem) => {
  expect(broken('asyncapi.yaml', change).join('\n')).toContain(problem);
});

it('lets an event have a new field that may be missing', () => {
  expect(broken('asyncapi.yaml', (d) => (shape(d, 'ticketCreated').properties.hall = STRING))).toEqual([]);
});
