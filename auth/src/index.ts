import { cookiePolicy } from '@ticketing/common/cookies';
import { Sessions, SessionSigner, SessionVerifier } from '@ticketing/common/http';
import { connectToBus, connectToDatabase, runService, startOutboxRelay } from '@ticketing/common/service';
import { authApp } from './app.js';
import { readConfig } from './config.js';
import { Devices } from './devices.js';
import { Limits } from './limits/limits.js';
import { renewAddresses } from './models/renew-addresses.js';
import { SignOut } from './models/sign-out.js';
import { User } from './models/user.js';
import { ownSessions } from './own-sessions.js';
import { SecurityLog } from './security-log.js';

void runService('auth', readConfig, async (service) => {
  const { config, logger, health } = service;
  await connectToDatabase(service, [User, SignOut]);
  await renewAddresses();
  const bus = await connectToBus(service);
  startOutboxRelay(service, bus, User);
  startOutboxRelay(service, bus, SignOut);

  const limits = new Limits({
    signUpsPerHour: config.SIGNUPS_PER_HOUR,
    failuresPerAddress: config.SIGNIN_FAILURES_PER_ADDRESS,
    holdSeconds: config.SIGNIN_HOLD_SECONDS,
  });
  await limits.createIndexes();
  const cookies = cookiePolicy(config);
  const verifier = await SessionVerifier.of(config.SESSION_PUBLIC_KEYS);
  const sessions = new Sessions(verifier, ownSessions, cookies);
  const signer = await SessionSigner.of(config.SESSION_KEY);
  const devices = new Devices(config.DEVICE_KEY, cookies);
  const security = new SecurityLog(logger, config.DEVICE_KEY);
  await service.listen(authApp({ logger, health, sessions, signer, devices, limits, security }));
});
