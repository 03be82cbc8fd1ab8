import { createHmac } from 'node:crypto';

/** A webhook as the bank sent it. */
export interface Sent {
  body: string;
  signature: string;
}

/** How a forged webhook differs from a good one. */
export type Forging = 'wrong key' | 'no signature' | 'changed body' | 'old signature';
export const FORGINGS: readonly Forging[] = ['wrong key', 'no signature', 'changed body', 'old signature'];

/** Older than the service accepts. */
const OLD_S = 3_600;

/** Makes a webhook that says that a payment was captured. Its pattern is a good one. */
export function forge({ body, signature }: Sent, how: Forging): Sent {
  const event = JSON.parse(body) as { data: { object: object } };
  const captured = { ...event.data.object, status: 'succeeded' };
  // with an id of its own it differs also from a good one that says the same
  const forged = JSON.stringify({
    ...event,
    id: 'evt_forged',
    type: 'payment_intent.succeeded',
    data: { object: captured },
  });
  switch (how) {
    case 'wrong key':
      return { body: forged, signature: sign(forged, 0) };
    case 'no signature':
      return { body: forged, signature: '' };
    case 'changed body':
      return { body: forged, signature };
    case 'old signature':
      return { body, signature: signature.replace(/^t=(\d+)/, (_, at) => `t=${Number(at) - OLD_S}`) };
  }
}

function sign(body: string, ageS: number): string {
  const at = Math.floor(Date.now() / 1000) - ageS;
  return `t=${at},v1=${createHmac('sha256', 'whsec_forged').update(`${at}.${body}`).digest('hex')}`;
}
