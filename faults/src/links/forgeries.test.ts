import { forge, FORGINGS } from './forgeries.js';

it.each(FORGINGS)('a webhook with %s differs from every good one', (how) => {
  const object = { id: 'pi_1', object: 'payment_intent', status: 'succeeded' };
  const body = JSON.stringify({ id: 'evt_1', type: 'payment_intent.succeeded', data: { object } });
  const sent = { body, signature: `t=1795783707,v1=${'0'.repeat(64)}` };
  expect(forge(sent, how)).not.toEqual(sent);
});
