export { type Api, testApp } from './app.js';
export { testBus } from './bus.js';
export { type TestDatabase, testDatabase } from './database.js';
export { globalsReplacedBy } from './globals.js';
export { newId } from './ids.js';
export { logger } from './logger.js';
export { cookieWith, KEY, keyId, SESSION_KEY, sessionToken, testSessions } from './sessions.js';
export { eventually } from './stand-ins.js';
export { arrowsOf, arrowsOfDiagram } from './state-diagram.js';
