import { createLogger } from '../service/logger.js';

export const silentLogger = createLogger('test', 'silent');
