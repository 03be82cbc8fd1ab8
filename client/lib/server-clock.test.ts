import { ServerClock } from './server-clock';

let ticks = 0;
const clock = () => new ServerClock(() => ticks);
beforeEach(() => (ticks = 1_000));

it('runs on from what the server told', () => {
  const server = clock();
  expect(server.now(7)).toBe(7);
  server.tell(50_000, 1_000);
  ticks = 3_500;
  expect(server.now(7)).toBe(52_500);
});

it('takes the middle of a request for the moment of its answer', () => {
  const server = clock();
  server.tell(50_000, 1_000, 1_200);
  ticks = 1_200;
  expect(server.now(0)).toBe(50_100);
});

it('prefers a quick answer to a slow one, until it is old', () => {
  const server = clock();
  server.tell(50_000, 1_000, 1_020);
  server.tell(90_000, 2_000, 4_000);
  ticks = 4_010;
  expect(server.now(0)).toBe(53_000);
  server.tell(200_000, 70_000, 72_000);
  ticks = 72_000;
  expect(server.now(0)).toBe(201_000);
});

it('does not care what the browser takes for the date', () => {
  const server = clock();
  server.tell(50_000, 1_000);
  jest.useFakeTimers({ now: 999_999_999_999 });
  expect(server.now(0)).toBe(50_000);
  jest.useRealTimers();
});
