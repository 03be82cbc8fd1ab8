import { apis, partnerships, PARTNERS, type Service, services, SITE, usesBus } from '../system.js';

const STORES = { mongodb: 'MongoDB', redis: 'Redis' } as const;
const storeNode = ({ name }: Service) => `${name}_store`;

/** What runs, what each process keeps, and who calls whom, as a diagram in Mermaid (https://mermaid.js.org). */
export function processesDiagram(): string {
  const partners = Object.values(PARTNERS);
  const owners = services.filter(({ owns }) => owns !== undefined);
  return [
    'flowchart TB',
    '  people(["people in a browser"])',
    '  gateway["gateway"]',
    `  ${SITE.name}["${SITE.name}: the site"]`,
    ...services.map(({ name }) => `  ${name}["${name}"]`),
    ...owners.map((owner) => `  ${storeNode(owner)}[("${STORES[owner.owns!]}<br>of ${owner.name}")]`),
    '  bus{{"NATS Streaming: the bus"}}',
    ...partners.map(({ name, host }) => `  ${name}(["${host}"])`),
    '  people --> gateway',
    ...partners.map(({ name }) => `  people -->|"the card"| ${name}`),
    ...[SITE, ...apis].map(({ name, path }) => `  gateway -->|"${path}"| ${name}`),
    ...SITE.calls.map((name) => `  ${SITE.name} -.-> ${name}`),
    ...owners.map((owner) => `  ${owner.name} --- ${storeNode(owner)}`),
    ...services.filter(usesBus).map(({ name }) => `  ${name} <===> bus`), // longer, so that it is below the stores
    ...partnerships.map(({ service, partner }) => `  ${service.name} --> ${partner.name}`),
  ].join('\n');
}
