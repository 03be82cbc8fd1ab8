export { runService } from './run-service.js';
export {
  bool,
  busSettings,
  ConfigError,
  count,
  madeOf,
  mongoSettings,
  parseSettings,
  port,
  seconds,
  serverSettings,
  sessionSettings,
  str,
  textLike,
  urlOf,
} from './settings.js';
export { connectToBus, connectToDatabase, startListeners, startOutboxRelay } from './steps.js';
export { STOP_LIMIT_MS } from './undo-all.js';
