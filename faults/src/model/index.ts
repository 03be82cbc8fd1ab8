import { explore } from './explore.js';
import { ALL_MECHANISMS } from './mechanisms.js';

/** `npm run model -w faults`: looks at every state of one order, two payments and two workers, and prints what it found. */
const { states, broken, stuck } = explore({ payments: 2, workers: 2 }, ALL_MECHANISMS);
console.log(`${states} states, ${stuck.states} without a way to a clean end`);
for (const [promise, { states: count, way }] of Object.entries(broken))
  console.log(`${promise} in ${count} states: ${way.join(' → ')}`);
if (stuck.states > 0) console.log(`stuck: ${stuck.way.join(' → ')}`);
if (stuck.states > 0 || Object.keys(broken).length > 0) process.exitCode = 1;
