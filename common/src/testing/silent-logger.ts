import { createLogger } from '../telemetry/logger.js';

export const silentLogger = createLogger('test', 'silent');
