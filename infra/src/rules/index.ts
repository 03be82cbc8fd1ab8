import { brokerRules } from './broker.js';
import { busUserRules } from './bus-users.js';
import { heapRules } from './heap.js';
import { identityRules } from './identity.js';
import { isolationRules } from './isolation.js';
import { loadRules } from './load.js';
import { monitoringRules } from './monitoring.js';
import { networkRules } from './network.js';
import { probeRules } from './probes.js';
import { routeRules } from './routes.js';
import type { Rule } from './rule.js';
import { scaleRules } from './scale.js';
import { schemaRules } from './schema.js';
import { securityRules } from './security.js';
import { settingsRules } from './settings.js';
import { stopRules } from './stop.js';
import { storeUserRules } from './store-users.js';
import { storeRules } from './stores.js';
import { tlsRules } from './tls.js';
import { wiringRules } from './wiring.js';

/** Everything that the manifests are held against. */
export const RULES: readonly Rule[] = [
  ...schemaRules,
  ...identityRules,
  ...wiringRules,
  ...settingsRules,
  ...probeRules,
  ...stopRules,
  ...securityRules,
  ...isolationRules,
  ...heapRules,
  ...networkRules,
  ...monitoringRules,
  ...routeRules,
  ...scaleRules,
  ...loadRules,
  ...brokerRules,
  ...busUserRules,
  ...storeRules,
  ...storeUserRules,
  ...tlsRules,
];
