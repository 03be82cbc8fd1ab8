import { currentTraceparent, withTrace } from './trace-context.js';

const TRACEPARENT = /^00-([0-9a-f]{32})-([0-9a-f]{16})-00$/;

it('gives each of many traces ids of its own', () => {
  const found = Array.from({ length: 1_000 }, () =>
    withTrace(undefined, () => TRACEPARENT.exec(currentTraceparent()!)!),
  );
  expect(new Set(found.map(([, traceId]) => traceId)).size).toBe(1_000);
  expect(new Set(found.map(([, , spanId]) => spanId)).size).toBe(1_000);
});
