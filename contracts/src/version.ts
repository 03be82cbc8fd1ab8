/**
 * The versions of the two documents. A change that breaks a client or a listener needs a higher first number, and a test
 * says so. Anything that is added needs a higher second number.
 */
export const API_VERSION = '1.1.0';
export const EVENTS_VERSION = '1.0.0';
