import { Redis } from 'ioredis';
import type { FaultKind } from '../fault.js';

/** Redis loses all its data: every timer is gone. */
export const redisFlush: FaultKind = {
  name: 'redis-flush',
  weight: 1,
  draw: () => ({
    kind: 'redis-flush',
    target: 'redis',
    failsCalls: false,
    detail: {},
    durationMs: 0,
    inject: async ({ system }) => {
      const redis = new Redis({
        ...system.state().redis,
        commandTimeout: 2_000,
        retryStrategy: () => 100,
      });
      redis.on('error', () => undefined); // another fault may have ended Redis
      await redis.flushall().catch(() => undefined);
      redis.disconnect();
    },
  }),
};
