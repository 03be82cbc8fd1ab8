export { ed25519PrivateKey, ed25519PublicKeys, HOW_TO_MAKE_ED25519 } from './ed25519.js';
export { runService } from './run-service.js';
export { sessionSettings } from './session-settings.js';
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
  secret,
  serverSettings,
  str,
  textLike,
  urlOf,
} from './settings.js';
export { connectToBus, connectToDatabase, startListeners, startOutboxRelay, startSessions } from './steps.js';
export { STOP_LIMIT_MS } from './undo-all.js';
