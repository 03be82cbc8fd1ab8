import { SessionSigner } from '@ticketing/common/http';
import { KEY, SESSION_KEY, testApp, testDatabase } from '@ticketing/testing';
import { authApp } from '../app.js';
import { Devices } from '../devices.js';
import { Limits } from '../limits/limits.js';
import { User } from '../models/user.js';

interface Options {
  secure?: boolean;
  signUpsPerHour?: number;
  failuresPerAddress?: number;
}

/** The service's database, with the indexes of its limits. */
export function authDatabase() {
  const database = testDatabase(User);
  beforeAll(() => new Limits({ signUpsPerHour: 1, failuresPerAddress: 1 }).createIndexes());
  return database;
}

/** The service's app. It needs the database of `authDatabase`. */
export function authApi({ secure = false, signUpsPerHour = 1000, failuresPerAddress = 100 }: Options = {}) {
  const makeLimits = () => new Limits({ signUpsPerHour, failuresPerAddress });
  return testApp(
    async (parts) =>
      authApp({
        ...parts,
        signer: await SessionSigner.of(SESSION_KEY),
        devices: new Devices(KEY, { secure, suffix: '' }),
        limits: makeLimits(),
      }),
    { secure },
  );
}
