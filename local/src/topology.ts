import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Server } from '@ticketing/processes';
import { PARTNERS, type Service, type ServiceName, services, SITE, urlSettingOf } from '@ticketing/system';
import { BackingServers } from './backing-servers.js';
import type { Keys } from './keys.js';
import type { Interference } from './interference.js';
import { cookieSettings } from './cookie-settings.js';
import { NodeService, type NodeServiceOptions } from './servers/node-service.js';
import { serviceEnvironment, tracesEnvironment } from './service-environment.js';
import type { Settings } from './settings.js';
import type { State } from './state.js';
import type { Component } from './supervisor/supervisor.js';

export interface Topology {
  /** Each component comes after those that it waits for, and after those that it uses. */
  components: Component[];
  gateway: Server;
  /** The addresses of the backing servers. They are known when all are running. */
  backing: () => Pick<State, 'mongo' | 'nats' | 'redis' | 'stripe'>;
  /** What a person who has just started the system should know. */
  advice?: () => string[];
}

const ROOT = join(__dirname, '../..');
/** scripts/bundle.mjs makes them. */
const BUNDLES = join(ROOT, 'node_modules/.cache/ticketing-bundles');
const SITE_DIR = join(ROOT, SITE.name);
/** `npm start` builds the site. Without that build the system runs without a site. */
const BUILT_SITE = join(SITE_DIR, `.next/standalone/${SITE.name}/server.js`);

/** Makes the running system out of its description: its processes, their settings, and what each waits for. */
export function topology(settings: Settings, keys: Keys, interference: Interference = {}): Topology {
  const run = interference.run ?? ((options: NodeServiceOptions): Server => new NodeService(options));
  const backing = new BackingServers(settings, keys, interference);
  const surroundings = { backing, settings, keys, route: interference.route };

  const instances = new Map(services.map((service) => [service.name, instancesOf(service)]));
  const urlsOf = (name: ServiceName) => urls(instances.get(name) ?? []);
  const withApi = services.flatMap(({ name, path }) => (path === undefined ? [] : [{ name, path }]));

  const hasSite = settings.site && (settings.watch || existsSync(BUILT_SITE));
  const site = run(
    siteOptions(settings, () => [
      [SITE.keySetting, keys.site],
      [SITE.formOriginSetting, backing.stripe?.url ?? PARTNERS.stripe.formOrigin],
      [SITE.demoSetting, 'npm run demo'],
      ...SITE.calls.map((name): [string, string] => [urlSettingOf(name), urlsOf(name).join()]),
    ]),
  );

  const gateway = new NodeService({
    name: 'gateway',
    ...program('gateway', 'local/dist/gateway/main.js'),
    port: settings.port,
    readyPath: '/healthz',
    env: () => {
      const routes = withApi.map(({ name, path }): [string, string[]] => [path, urlsOf(name)]);
      if (hasSite) routes.push([SITE.path, urls([site])]);
      return {
        LOG_LEVEL: settings.logLevel,
        GATEWAY_ROUTES: JSON.stringify(Object.fromEntries(routes)),
        GATEWAY_HOT_RELOAD: String(settings.watch),
        ...(settings.dashboardPort !== 'off' && {
          GATEWAY_DOCS: `http://localhost:${settings.dashboardPort}/docs`,
        }),
      };
    },
  });

  const called = SITE.calls.flatMap((name) => instances.get(name) ?? []);
  const processes: Component[] = services.flatMap((service) =>
    (instances.get(service.name) ?? []).map((server) => ({ server, after: backing.neededBy(service) })),
  );
  if (hasSite) processes.push({ server: site, uses: called });
  return {
    components: [
      ...backing.all().map((server) => ({ server })),
      ...processes,
      { server: gateway, uses: processes.map(({ server }) => server) },
    ],
    gateway,
    backing: () => backing.state(),
    advice: () => [adviceOnPaying(settings, backing)],
  };

  function program(
    name: string,
    script: string,
  ): Pick<NodeServiceOptions, 'script' | 'bundled' | 'sourceMaps'> {
    return settings.bundled
      ? { script: join(BUNDLES, `${name}.js`), bundled: true }
      : { script: join(ROOT, script), sourceMaps: settings.watch };
  }

  /** `orders`, `orders-2`, … Each instance keeps its name, and so its place on the bus, for good. */
  function instancesOf(service: Service): Server[] {
    return Array.from({ length: settings.instances[service.name] ?? 1 }, (_, index) => {
      const instance = index === 0 ? service.name : `${service.name}-${index + 1}`;
      return run({
        name: instance,
        ...program(service.name, `${service.name}/dist/index.js`),
        env: () => ({
          ...serviceEnvironment(service, instance, surroundings),
          ...interference.env?.(instance),
        }),
      });
    });
  }
}

function adviceOnPaying({ stripe }: Settings, backing: BackingServers): string {
  if (backing.stripe)
    return `Pay with the card 4242 4242 4242 4242. A stand-in for Stripe takes it (${backing.stripe.url}), and no money moves`;
  const test = stripe !== 'stand-in' && stripe.STRIPE_SECRET_KEY?.includes('_test_');
  return test
    ? 'Payments go to Stripe with test keys: no money moves'
    : 'Payments go to Stripe with live keys: cards are charged';
}

function siteOptions(settings: Settings, ownSettings: () => [string, string][]): NodeServiceOptions {
  const { watch } = settings;
  const next = join(ROOT, 'node_modules/next/dist/bin/next');
  const program = watch
    ? { script: next, args: ['dev', SITE_DIR, '--hostname', '127.0.0.1'] }
    : { script: BUILT_SITE };
  return {
    name: SITE.name,
    ...program,
    readyPath: '/healthz',
    env: () => ({
      NODE_ENV: watch ? 'development' : 'production',
      NEXT_TELEMETRY_DISABLED: '1',
      HOSTNAME: '127.0.0.1',
      ...cookieSettings(settings),
      ...tracesEnvironment(settings),
      ...Object.fromEntries(ownSettings()),
    }),
  };
}

const urls = (servers: Server[]): string[] => servers.map(({ port }) => `http://127.0.0.1:${port}`);
