import { isRunnable } from './is-runnable';

const KNOWN = '60known';
const page = { address: '/tickets/new?x=1', knows: (id: string) => id === KNOWN };

function runnable(fields: Record<string, string>): boolean {
  const form = new FormData();
  for (const [name, text] of Object.entries({ title: 'Opera', ...fields })) form.append(name, text);
  return isRunnable(form, page);
}

const WITH_ARGUMENTS = {
  $ACTION_REF_2: '',
  '$ACTION_2:0': `{"id":"${KNOWN}","bound":"$@1"}`,
  '$ACTION_2:1': '["$undefined"]',
  $ACTION_KEY: 'p/tickets/new?x=1',
};

it('runs an action that the page knows, with and without arguments', () => {
  expect(runnable({ [`$ACTION_ID_${KNOWN}`]: '' })).toBe(true);
  expect(runnable(WITH_ARGUMENTS)).toBe(true);
});

it.each<[string, Record<string, string>]>([
  ['names no action', {}],
  ['names an unknown action', { $ACTION_ID_60other: '' }],
  ['names an unknown action beside a known one', { [`$ACTION_ID_${KNOWN}`]: '', $ACTION_ID_60other: '' }],
  [
    'names an unknown action with arguments',
    { ...WITH_ARGUMENTS, '$ACTION_2:0': '{"id":"x","bound":"$@1"}' },
  ],
  ['has lost its action', { $ACTION_REF_2: '' }],
  ['has a broken action', { ...WITH_ARGUMENTS, '$ACTION_2:0': '{"id":' }],
  ['has no arguments', { ...WITH_ARGUMENTS, '$ACTION_2:0': `{"id":"${KNOWN}","bound":null}` }],
  ['has lost its arguments', { ...WITH_ARGUMENTS, '$ACTION_2:0': `{"id":"${KNOWN}","bound":"$@3"}` }],
  ['has broken arguments', { ...WITH_ARGUMENTS, '$ACTION_2:1': '["half' }],
  ['has arguments that refer to nothing', { ...WITH_ARGUMENTS, '$ACTION_2:1': '["$F9"]' }],
  ['has arguments of another kind', { ...WITH_ARGUMENTS, '$ACTION_2:1': '{}' }],
  ['names a place that the page lacks', { ...WITH_ARGUMENTS, $ACTION_KEY: 'k0123456789abcdef' }],
  ['names a place on another page', { ...WITH_ARGUMENTS, $ACTION_KEY: 'p/tickets/new' }],
])('does not run a form that %s', (_, fields) => {
  expect(runnable(fields)).toBe(false);
});
