import {
  busSettings,
  mongoSettings,
  parseSettings,
  serverSettings,
  sessionSettings,
} from '@ticketing/common/service';

export const readConfig = (env = process.env) =>
  parseSettings({ ...serverSettings, ...mongoSettings, ...busSettings, ...sessionSettings }, env);
