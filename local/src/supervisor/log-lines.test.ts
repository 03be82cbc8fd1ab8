import { humanLine, isWarning } from './log-lines.js';

it.each([
  ['{"level":40,"msg":"slow"}', true, 'warn slow'],
  ['{"level":"error","msg":"lost","err":{"message":"ECONNREFUSED"}}', true, 'error lost: ECONNREFUSED'],
  [
    '{"level":50,"msg":"lost","err":{"message":"write: reset: reset: reset"}}',
    true,
    'error lost: write: reset',
  ],
  ['{"level":"fatal","msg":"MONGO_URI is missing"}', true, 'fatal MONGO_URI is missing'],
  ['{"level":"info","msg":"says \\"level\\":50"}', false, 'info says "level":50'],
  ['{"level":30,"msg":"ready"}', false, 'info ready'],
  ['Ready to accept connections', false, 'Ready to accept connections'],
  ['{ not json', false, '{ not json'],
])('reads %s', (line, warning, human) => {
  expect(isWarning(line)).toBe(warning);
  expect(humanLine(line)).toBe(human);
});
