import { runService, Sessions, useMongo } from '@ticketing/common';
import { authApp } from './app.js';
import { readAuthConfig } from './config.js';
import { Devices } from './devices.js';
import { Limits } from './limits/limits.js';
import { User } from './models/user.js';

void runService('auth', readAuthConfig, async (service) => {
  const { config, logger, health } = service;
  const limits = new Limits({
    signUpsPerHour: config.SIGNUPS_PER_HOUR,
    failuresPerAddress: config.SIGNIN_FAILURES_PER_ADDRESS,
  });
  await useMongo(service, [User, limits]);

  const sessions = new Sessions(config.JWT_KEY, config.COOKIE_SECURE);
  const devices = new Devices(config.JWT_KEY, config.COOKIE_SECURE);
  await service.listen(authApp({ logger, health, sessions, devices, limits }));
});
