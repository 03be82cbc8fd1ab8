import { withDemoHint } from './with-demo-hint';

afterEach(() => delete process.env.DEMO_COMMAND);

it('an empty page says how to fill the system where a developer has started it', () => {
  process.env.DEMO_COMMAND = 'npm run demo';
  expect(withDemoHint('Nothing here.')).toBe(
    'Nothing here. To see this site full of life, run “npm run demo” in a terminal.',
  );
});

it.each([undefined, ''])('it says nothing of that elsewhere (%j)', (command) => {
  if (command !== undefined) process.env.DEMO_COMMAND = command;
  expect(withDemoHint('Nothing here.')).toBe('Nothing here.');
});
