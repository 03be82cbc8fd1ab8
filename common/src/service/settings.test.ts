import { generateKeyPairSync } from 'node:crypto';
import { sessionSettings } from './session-settings.js';
import {
  busSettings,
  ConfigError,
  mongoSettings,
  parseSettings,
  seconds,
  serverSettings,
} from './settings.js';

const specs = {
  ...serverSettings,
  ...mongoSettings,
  ...busSettings,
  ...sessionSettings,
  WINDOW: seconds({ desc: 'a window' }),
};
const good = {
  MONGO_URI: 'mongodb://a,b,c/tickets?replicaSet=rs0',
  NATS_URL: 'http://nats-srv:4222',
  NATS_CLUSTER_ID: 'ticketing',
  NATS_CLIENT_ID: 'tickets-depl-7d5b-x2x',
  SESSION_PUBLIC_KEYS: generateKeyPairSync('ed25519')
    .publicKey.export({ type: 'spki', format: 'der' })
    .toString('base64'),
  WINDOW: '0.5',
};

describe('parseSettings', () => {
  it('reads the settings and fills in the defaults', () => {
    expect(parseSettings(specs, good)).toMatchObject({
      PORT: 3000,
      HOST: '0.0.0.0',
      COOKIE_SECURE: true,
      COOKIE_SUFFIX: '',
      WINDOW: 0.5,
      OTEL_EXPORTER_OTLP_ENDPOINT: '',
    });
    expect(parseSettings(specs, { ...good, OTEL_EXPORTER_OTLP_ENDPOINT: '' })).toMatchObject({
      OTEL_EXPORTER_OTLP_ENDPOINT: '',
    });
  });

  it('names every missing setting', () => {
    expect(() => parseSettings(specs, {})).toThrow(
      /MONGO_URI is missing.*NATS_URL is missing.*NATS_CLUSTER_ID is missing.*NATS_CLIENT_ID is missing.*SESSION_PUBLIC_KEYS is missing.*WINDOW is missing/,
    );
    expect(() => parseSettings(specs, {})).toThrow(ConfigError);
  });

  it.each([
    ['PORT', 'abc'],
    ['PORT', '99999'],
    ['MONGO_URI', 'localhost:27017'],
    ['MONGO_URI', ''],
    ['NATS_URL', 'nats'],
    ['NATS_CLIENT_ID', 'tickets.1'],
    ['SESSION_PUBLIC_KEYS', 'short'],
    ['SESSION_PUBLIC_KEYS', ','],
    ['LOG_LEVEL', 'loud'],
    ['COOKIE_SECURE', 'maybe'],
    ['COOKIE_SUFFIX', '; domain=x'],
    ['OTEL_EXPORTER_OTLP_ENDPOINT', 'localhost:4318'],
    ['OTEL_TRACES_SAMPLER_ARG', '1.5'],
    ['OTEL_TRACES_SAMPLER_ARG', 'all'],
    ['WINDOW', '-1'],
    ['WINDOW', 'NaN'],
    ['WINDOW', '0'],
  ])('refuses %s=%s and describes the setting', (name, value) => {
    expect(() => parseSettings(specs, { ...good, [name]: value })).toThrow(
      new RegExp(`^Bad settings: ${name} .*\\(.+\\)$`),
    );
  });

  it('does not show a secret in its message', () => {
    expect(() => parseSettings(specs, { ...good, SESSION_PUBLIC_KEYS: 'hunter2' })).toThrow(
      expect.not.stringContaining('hunter2') as never,
    );
  });
});
