import { SessionSigner } from '@ticketing/common/http';
import type { Logger } from '@ticketing/common/telemetry';
import { KEY, SESSION_KEY, testApp, testDatabase, testSessions } from '@ticketing/testing';
import { authApp } from '../app.js';
import { Devices } from '../devices.js';
import { Limits } from '../limits/limits.js';
import { SignOut } from '../models/sign-out.js';
import { User } from '../models/user.js';
import { ownSessions } from '../own-sessions.js';
import { SecurityLog } from '../security-log.js';

interface Options {
  secure?: boolean;
  signUpsPerHour?: number;
  failuresPerAddress?: number;
  /** Writes the log of the service. */
  logger?: Logger;
}

/** The service's database, with the indexes of its limits. */
export function authDatabase() {
  const database = testDatabase(User, SignOut);
  beforeAll(() => new Limits({ signUpsPerHour: 1, failuresPerAddress: 1, holdSeconds: 0 }).createIndexes());
  return database;
}

/** The service's app. It needs the database of `authDatabase`. */
export function authApi({
  secure = false,
  signUpsPerHour = 1000,
  failuresPerAddress = 100,
  logger,
}: Options = {}) {
  const makeLimits = () => new Limits({ signUpsPerHour, failuresPerAddress, holdSeconds: 0 });
  return testApp(
    async (parts) => {
      const log = logger ?? parts.logger;
      const signer = await SessionSigner.of(SESSION_KEY);
      const devices = new Devices(KEY, { secure, suffix: '' });
      const security = new SecurityLog(log, KEY);
      const sessions = await testSessions({ secure, ended: ownSessions });
      return authApp({ ...parts, logger: log, sessions, signer, devices, limits: makeLimits(), security });
    },
    { secure },
  );
}
