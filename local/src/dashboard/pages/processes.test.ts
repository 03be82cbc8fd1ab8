import { type ProcessRow, processesPage } from './processes.js';

const NOW = 1_000_000_000;
const running: ProcessRow = {
  name: 'orders',
  state: 'running',
  pid: 7,
  port: 4000,
  restarts: 2,
  upSince: NOW - 65_000,
  usage: { cores: 0.234, memory: 100 * 1024 * 1024 },
};
const page = (...rows: ProcessRow[]) => String(processesPage(rows, 'the token', NOW)).replace(/\s+/g, ' ');

it('says what runs, for how long, and what it needs', () => {
  const shown = page(running);
  for (const text of ['1 min 5 s', '23 %', '100 MiB', '1 of 1 process run']) expect(shown).toContain(text);
});

it('says that the machine does not tell what a process needs', () => {
  expect(page({ ...running, usage: undefined })).toContain('not known here');
});

it.each([
  ['running', ['stop', 'kill']],
  ['starting', ['stop', 'kill']],
  ['frozen', ['stop', 'kill']],
  ['stopping', ['start']],
  ['stopped', ['start']],
  ['elsewhere', []],
] as const)('has the buttons of a process that is %s', (state, buttons) => {
  const shown = page({ ...running, state });
  expect([...shown.matchAll(/action="\/processes\/orders\/(\w+)"/g)].map(([, what]) => what)).toEqual(
    buttons,
  );
  expect(shown.split('name="token" value="the token"')).toHaveLength(buttons.length + 1);
});

it('says for whom a button is, to those who do not see the table', () => {
  expect(page(running)).toMatch(/Kill -9\s*<span class="hidden"> orders<\/span>/);
});

it('has no buttons in a dashboard that only shows', () => {
  const shown = String(processesPage([running], undefined, NOW));
  expect(shown).toContain('orders');
  expect(shown).not.toMatch(/<form|<button|>Do</);
});
