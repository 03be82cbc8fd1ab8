import { cookiePolicy } from '@ticketing/common/cookies';
import { Sessions, SessionSigner, SessionVerifier } from '@ticketing/common/http';
import { runService, connectToDatabase } from '@ticketing/common/service';
import { authApp } from './app.js';
import { readConfig } from './config.js';
import { Devices } from './devices.js';
import { Limits } from './limits/limits.js';
import { renewAddresses } from './models/renew-addresses.js';
import { User } from './models/user.js';
import { SecurityLog } from './security-log.js';

void runService('auth', readConfig, async (service) => {
  const { config, logger, health } = service;
  await connectToDatabase(service, [User]);
  await renewAddresses();

  const limits = new Limits({
    signUpsPerHour: config.SIGNUPS_PER_HOUR,
    failuresPerAddress: config.SIGNIN_FAILURES_PER_ADDRESS,
    holdSeconds: config.SIGNIN_HOLD_SECONDS,
  });
  await limits.createIndexes();
  const cookies = cookiePolicy(config);
  const sessions = new Sessions(await SessionVerifier.of(config.SESSION_PUBLIC_KEYS), cookies);
  const signer = await SessionSigner.of(config.SESSION_KEY);
  const devices = new Devices(config.DEVICE_KEY, cookies);
  const security = new SecurityLog(logger, config.DEVICE_KEY);
  await service.listen(authApp({ logger, health, sessions, signer, devices, limits, security }));
});
