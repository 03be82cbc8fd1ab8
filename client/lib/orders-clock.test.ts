import { OrdersClock } from './orders-clock';

let ticks = 0;
const clock = () => new OrdersClock(() => ticks);
beforeEach(() => (ticks = 1_000));

it('runs on from the time that the service told', () => {
  const orders = clock();
  expect(orders.now(7)).toBe(7);
  orders.tell(50_000, 1_000);
  ticks = 3_500;
  expect(orders.now(7)).toBe(52_500);
});

it('takes the middle of a request for the moment of the told time', () => {
  const orders = clock();
  orders.tell(50_000, 1_000, 1_200);
  ticks = 1_200;
  expect(orders.now(0)).toBe(50_100);
});

it('prefers a quick answer to a slow one until it is a minute old', () => {
  const orders = clock();
  orders.tell(50_000, 1_000, 1_020);
  orders.tell(90_000, 2_000, 4_000);
  ticks = 4_010;
  expect(orders.now(0)).toBe(53_000);
  orders.tell(200_000, 70_000, 72_000);
  ticks = 72_000;
  expect(orders.now(0)).toBe(201_000);
});

it('takes any answer for more exact than a page that may have been long on its way', () => {
  const orders = clock();
  orders.assume(50_000);
  ticks = 3_000;
  orders.tell(57_000, 1_000, 3_000);
  expect(orders.now(0)).toBe(58_000);
  orders.assume(50_000);
  expect(orders.now(0)).toBe(58_000);
  ticks = 90_000;
  orders.assume(200_000);
  expect(orders.now(0)).toBe(200_000);
});

it('does not read the date of its own machine', () => {
  const orders = clock();
  orders.tell(50_000, 1_000);
  jest.useFakeTimers({ now: 999_999_999_999 });
  expect(orders.now(0)).toBe(50_000);
  jest.useRealTimers();
});
