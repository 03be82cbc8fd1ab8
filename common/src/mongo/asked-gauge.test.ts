import { askedGauge, type Reading } from './asked-gauge.js';
import { collectFailures, metrics } from '../telemetry/metrics.js';

type Answer = Promise<readonly Reading<'kind'>[]>;

let gauges = 0;

/** A gauge whose questions are counted. `answer` is what they get. */
function aGauge(answer: () => Answer, keepMs = 0) {
  const name = `asked_${gauges++}`;
  const ask = jest.fn(answer);
  const gauge = askedGauge({ name, help: 'x', labelNames: ['kind'], ask, keepMs, limitMs: 50 });
  const failures = async () =>
    (await collectFailures.get()).values.find(({ labels }) => labels.metric === name)?.value;
  const values = async () => (await gauge.get()).values.map(({ labels, value }) => [labels.kind, value]);
  return { name, ask, failures, values };
}

const readings = (...values: number[]): Answer =>
  Promise.resolve(values.map((value, at) => ({ labels: { kind: `k${at}` }, value })));

it('asks when somebody looks, and forgets what is no longer answered', async () => {
  let answer = readings(1, 2);
  const { ask, values, failures } = aGauge(() => answer);
  expect(ask).not.toHaveBeenCalled();
  expect(await values()).toEqual([
    ['k0', 1],
    ['k1', 2],
  ]);
  answer = readings(3);
  expect(await values()).toEqual([['k0', 3]]);
  expect(await failures()).toBe(0);
});

it('asks once for all who look within some seconds', async () => {
  const { ask, values } = aGauge(() => readings(1), 60_000);
  const looks = [values(), values(), values()];
  expect(await Promise.all(looks)).toEqual(Array(3).fill([['k0', 1]]));
  expect(await values()).toEqual([['k0', 1]]);
  expect(ask).toHaveBeenCalledTimes(1);
});

it('has no value when the question fails, and the other metrics are shown all the same', async () => {
  let answer = readings(1);
  const { name, values, failures } = aGauge(() => answer);
  expect(await values()).toEqual([['k0', 1]]);
  answer = Promise.reject(new Error('away'));
  const shown = await metrics.metrics();
  expect(shown).toContain('http_requests_in_flight 0');
  expect(shown).not.toContain(`${name}{`);
  expect(await failures()).toBe(1);
});

it('does not wait long for an answer, and does not ask again before it has come', async () => {
  let give: (answer: Answer) => void = () => undefined;
  const held = new Promise<readonly Reading<'kind'>[]>((resolve) => (give = resolve));
  let answer: Answer = held;
  const { ask, values, failures } = aGauge(() => answer);
  expect([await values(), await values()]).toEqual([[], []]);
  expect(await failures()).toBe(2);
  expect(ask).toHaveBeenCalledTimes(1);
  give(readings(1));
  await held;
  answer = readings(2);
  expect(await values()).toEqual([['k0', 2]]);
});
