export { EndedSession, isOver, keepEnded } from './ended-session.js';
export { EndedSessions, MOST_AWAY_MS } from './ended-sessions.js';
export { SessionEndedListener } from './session-ended-listener.js';
