import { busSettings, mongoSettings, readConfig, serverSettings, sessionSettings } from '@ticketing/common';

export const readTicketsConfig = (env = process.env) =>
  readConfig({ ...serverSettings, ...mongoSettings, ...busSettings, ...sessionSettings }, env);
