import { busSettings, mongoSettings, readConfig, serverSettings, sessionSettings } from '@ticketing/common';

export const readTicketsConfig = () =>
  readConfig({ ...serverSettings, ...mongoSettings, ...busSettings, ...sessionSettings });
