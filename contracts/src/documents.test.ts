import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Parser } from '@asyncapi/parser';
import { operations } from '@ticketing/common/api';
import { apis, services } from '@ticketing/system';
import { documentNames, textOf } from './documents.js';
import { pathOf, readDocument } from './files.js';

describe.each(documentNames)('%s', (name) => {
  it('is what the code says now (npm run contracts)', () => {
    expect(readFileSync(pathOf(name), 'utf8')).toBe(textOf(name));
  });
});

const redocly = (file: string) =>
  execFileSync(
    process.execPath,
    [
      join(require.resolve('@redocly/cli/package.json'), '../bin/cli.js'),
      'lint',
      file,
      '--format',
      'stylish',
    ],
    {
      encoding: 'utf8',
      stdio: 'pipe',
      timeout: 60_000,
      env: { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' },
    },
  );

it('openapi.yaml is valid OpenAPI', () => {
  redocly(pathOf('openapi.yaml'));
});

it('asyncapi.yaml is valid AsyncAPI', async () => {
  const { document, diagnostics } = await new Parser().parse(readFileSync(pathOf('asyncapi.yaml'), 'utf8'));
  expect(
    diagnostics.filter(({ severity }) => Number(severity) <= 1).map(({ message, path }) => [message, path]),
  ).toEqual([]);
  expect(document?.version()).toBe('3.0.0');
});

it('asyncapi.yaml that names a channel that is not there is refused', async () => {
  const text = readFileSync(pathOf('asyncapi.yaml'), 'utf8').replace(
    '  ticketCreated:\n    address',
    '  x:\n    address',
  );
  const { diagnostics } = await new Parser().parse(text);
  expect(diagnostics.filter(({ severity }) => Number(severity) === 0)).not.toEqual([]);
});

it('every operation of the API is in openapi.yaml once, and so is each service that has an API', () => {
  const { paths, tags } = readDocument(pathOf('openapi.yaml')) as {
    paths: Record<string, object>;
    tags: { name: string }[];
  };
  const described = Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path.replace(/\{(\w+)\}/g, ':$1')}`),
  );
  expect(described.sort()).toEqual(Object.keys(operations).sort());
  expect(tags.map((tag) => tag.name)).toEqual(apis.map((service) => service.name));
});

it('asyncapi.yaml says who publishes and hears what, as the system does', () => {
  const document = readDocument(pathOf('asyncapi.yaml')) as {
    channels: Record<string, { address: string }>;
    operations: Record<string, { action: string; channel: { $ref: string }; tags: { name: string }[] }>;
  };
  const told = Object.values(document.operations).map(({ action, channel, tags }) => {
    const { address } = document.channels[channel.$ref.split('/').at(-1)!]!;
    return `${tags[0]!.name} ${action} ${address}`;
  });
  const wanted = services.flatMap(({ name, publishes, hears }) => [
    ...publishes.map((subject) => `${name} send ${subject}`),
    ...hears.map((subject) => `${name} receive ${subject}`),
  ]);
  expect(told).toEqual(wanted);
});
