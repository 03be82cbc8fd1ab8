import type { Limits } from './store.js';

/**
 * Returns whether the oldest message must be dropped. The newest one stays, even if it alone exceeds the
 * limit.
 */
export function exceeds(limits: Limits, messages: number, bytes: number): boolean {
  if (messages <= 1) return false;
  return (limits.messages > 0 && messages > limits.messages) || (limits.bytes > 0 && bytes > limits.bytes);
}
