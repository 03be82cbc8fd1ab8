import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findSystem } from './find-system.js';

let dir: string;
beforeEach(() => (dir = mkdtempSync(join(tmpdir(), 'ticketing-demo-'))));
afterEach(() => rmSync(dir, { recursive: true }));

it('finds the running system by the file that lists what runs', () => {
  writeFileSync(join(dir, 'state.json'), '{"url":"http://localhost:3005","processes":[]}');
  expect(findSystem(dir)).toBe('http://localhost:3005');
});

it('says how to start a system when none runs', () => {
  expect(() => findSystem(dir)).toThrow(`no system runs on the data in ${dir}: start it with \`npm start\``);
});
