export { createApp } from './app.js';
export { Health } from './health.js';
export { beforeIn, type Page, pageChecks, readPage, sendPage } from './page.js';
export { requireAuth, sessionOf, signedIn, userOf } from './require-auth.js';
export { logSecurity, type SecurityEntry } from './security-log.js';
export { type EndedCheck, Sessions, type UserPayload } from './session.js';
export { type Session, SESSION_SECONDS, SessionSigner, SessionVerifier } from './session-token.js';
export { textCheck } from './text-check.js';
export { validateRequest } from './validate-request.js';
