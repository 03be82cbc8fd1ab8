import { eventSchemas, Subjects } from '@ticketing/common/events';
import { hearersOf, queueGroupOf, services, type Subject } from '@ticketing/system';
import { wholeSchemaOf } from './schemas.js';
import { EVENTS_VERSION } from './version.js';

/** The events as an AsyncAPI document, made from the schemas that listeners read with and from the description of the system. */
export function asyncApi() {
  const subjects = Object.values(Subjects);
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Ticketing: events',
      version: EVENTS_VERSION,
      description:
        'What the services tell each other. A body is JSON in UTF-8. Events come at least once, late and in any order: a ' +
        'listener must take each of them twice. Listeners ignore fields that they do not know. The queue group of a ' +
        'service is also the name of its durable subscriptions.',
      license: { name: 'MIT', url: 'https://opensource.org/license/mit' },
    },
    defaultContentType: 'application/json',
    servers: {
      bus: {
        host: 'nats:4222',
        protocol: 'nats',
        description: 'NATS Streaming. A channel has the name of its subject.',
      },
    },
    channels: Object.fromEntries(
      subjects.map((subject) => {
        const name = nameOf(subject);
        const message = { $ref: `#/components/messages/${name}` };
        return [name, { address: subject, messages: { [name]: message }, description: wayOf(subject) }];
      }),
    ),
    operations: Object.fromEntries(
      services.flatMap(({ name, publishes, hears }) => [
        ...publishes.map((subject) => operation('send', name, subject, `${name} publishes \`${subject}\`.`)),
        ...hears.map((subject) =>
          operation('receive', name, subject, `${name} hears \`${subject}\` as \`${queueGroupOf(name)}\`.`),
        ),
      ]),
    ),
    components: {
      messages: Object.fromEntries(
        subjects.map((subject) => [
          nameOf(subject),
          {
            name: subject,
            contentType: 'application/json',
            payload: { $ref: `#/components/schemas/${nameOf(subject)}` },
          },
        ]),
      ),
      schemas: Object.fromEntries(
        subjects.map((subject) => [nameOf(subject), wholeSchemaOf(eventSchemas[subject])]),
      ),
    },
  };
}

/** `ticket:created` is `ticketCreated`. Names in a document have no colons. */
export function nameOf(subject: Subject | Subjects): string {
  return subject.replace(/:(\w)/g, (_colon, letter: string) => letter.toUpperCase());
}

function wayOf(subject: Subjects): string {
  const from = services.filter(({ publishes }) => publishes.includes(subject)).map(({ name }) => name);
  return `From ${from.join(', ')} to ${hearersOf(subject).join(', ') || 'nobody'}.`;
}

function operation(action: 'send' | 'receive', service: string, subject: Subject, summary: string) {
  const name = nameOf(subject);
  const channel = { $ref: `#/channels/${name}` };
  const messages = [{ $ref: `#/channels/${name}/messages/${name}` }];
  const verb = action === 'send' ? 'Publishes' : 'Hears';
  const id = `${service}${verb}${name[0]?.toUpperCase()}${name.slice(1)}`;
  return [id, { action, channel, summary, messages, tags: [{ name: service }] }] as const;
}
