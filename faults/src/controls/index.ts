import type { Control } from './control.js';
import { CONTROLS } from './controls.js';
import { playWith, playWithout, type Verdict } from './play.js';

/** `npm run controls -w faults [-- name …]`: switches each mechanism off and prints what the checker finds. */
async function main(wanted: string[]): Promise<void> {
  const controls = CONTROLS.filter(
    ({ name }) => wanted.length === 0 || wanted.some((word) => name.includes(word)),
  );
  for (const control of controls) {
    if (await tried(control)) continue;
    process.exitCode = 1;
  }
}

/** Whether the checker found what it had to find. After an error the other controls are tried all the same. */
async function tried(control: Control): Promise<boolean> {
  try {
    const without = await playWithout(control);
    const having = await playWith(control);
    const ok = without.expected.length > 0 && having.violations.length === 0;
    console.log(`${ok ? 'found ' : 'MISSED'}  ${control.name}`);
    console.log(`        off: ${describe(without)}`);
    console.log(`        on:  ${describe(having)}`);
    for (const { rule, of, what } of having.violations) console.log(`             ${rule}: ${of}: ${what}`);
    return ok;
  } catch (error) {
    console.log(`FAILED  ${control.name}: ${error instanceof Error ? error.message : String(error)}`);
    return false;
  }
}

function describe({ violations, tookMs }: Verdict): string {
  const rules = [...new Set(violations.map(({ rule }) => rule))];
  const counts = rules.map((rule) => `${violations.filter((each) => each.rule === rule).length} × ${rule}`);
  return `${counts.join(', ') || 'nothing'} (${(tookMs / 1000).toFixed(1)} s)`;
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
