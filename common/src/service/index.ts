export { runService } from './run-service.js';
export {
  busSettings,
  ConfigError,
  count,
  mongoSettings,
  parseSettings,
  port,
  seconds,
  serverSettings,
  sessionSettings,
  str,
} from './settings.js';
export { connectToBus, connectToDatabase, startListeners, startOutboxRelay } from './steps.js';
export { STOP_LIMIT_MS } from './undo-all.js';
