import { hostedFormUrl } from './hosted-form-url';

it('leads to the form of the PaymentIntent, and from there back without the secret', () => {
  const url = new URL(
    hostedFormUrl('http://localhost:4242', {
      clientSecret: 'pi_1_secret_2',
      origin: 'http://localhost:3000',
      orderId: 'o1',
      paymentId: 'p1',
    }),
  );
  expect(url.origin + url.pathname).toBe('http://localhost:4242/pay/pi_1');
  expect(Object.fromEntries(url.searchParams)).toEqual({
    client_secret: 'pi_1_secret_2',
    return_url: 'http://localhost:3000/orders/o1/paid?payment=p1',
  });
});
