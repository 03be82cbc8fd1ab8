import type { Limits } from './store.js';

/** Whether the oldest message must go. The newest one stays, however large it is. */
export function exceeds(limits: Limits, messages: number, bytes: number): boolean {
  if (messages <= 1) return false;
  return (limits.messages > 0 && messages > limits.messages) || (limits.bytes > 0 && bytes > limits.bytes);
}
