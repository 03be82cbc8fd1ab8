import { Cluster } from './model/cluster.js';
import { OVERLAYS } from './model/overlays.js';
import { cannotRender, render } from './model/render.js';
import { RULES } from './rules/index.js';

// `npm run check -w infra` prints the rules, and the problems of each overlay.

for (const { id, says } of RULES) console.log(`${id.padEnd(26)}${says}`);
console.log(`\n${RULES.length} rules`);

const reason = cannotRender();
if (reason) {
  console.log(`No overlay was checked: ${reason}`);
  // CI relies on this check, so a check that did not run is a failure there
  if (process.env.CI) process.exitCode = 1;
} else {
  for (const overlay of OVERLAYS) {
    const cluster = new Cluster(overlay, render(overlay));
    const broken = RULES.map((rule) => ({ rule, problems: rule.check(cluster) })).filter(
      ({ problems }) => problems.length > 0,
    );
    console.log(`${overlay.name}: ${cluster.objects.length} objects, ${broken.length} rules broken`);
    for (const { rule, problems } of broken) {
      for (const { object, what, remedy } of problems)
        console.log(`  ${rule.id}: ${object}: ${what}\n    → ${remedy}`);
    }
    if (broken.length > 0) process.exitCode = 1;
  }
}
