import { createLogger } from '@ticketing/common/telemetry';

/** A logger that writes nothing. */
export const logger = createLogger('test', 'silent');
