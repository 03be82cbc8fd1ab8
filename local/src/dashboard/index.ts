export { dashboardPort } from '../dashboard-port.js';
export { readSettings } from '../settings.js';
export { openDashboard } from './open-dashboard.js';
export { surviveDashboard } from './survive.js';
export { Notices } from './web/notices.js';
