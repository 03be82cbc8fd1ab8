import { readFileSync } from 'node:fs';
import type { AxeResults, RunOptions } from 'axe-core';
import type { Page } from 'playwright-core';

const SOURCE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const ALL_RULES: RunOptions = {
  runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] },
  rules: { 'target-size': { enabled: true } },
  resultTypes: ['violations'],
};
/** The rules that read colours. The dark look differs from the light one in colours only, so it needs no others. */
const COLOUR_RULES: RunOptions = {
  runOnly: { type: 'rule', values: ['color-contrast', 'link-in-text-block'] },
  resultTypes: ['violations'],
};
const LOOKS = [360, 1280].flatMap((width) => [
  { width, colorScheme: 'light' as const, rules: ALL_RULES },
  { width, colorScheme: 'dark' as const, rules: COLOUR_RULES },
]);

const NARROWEST = 320;

/** Lists the findings of axe-core on the page as it is now, on a phone and a desktop, light and dark, and any excess width. */
export async function accessibilityFindings(page: Page, state: string): Promise<string[]> {
  const findings = await widthFindings(page, state, NARROWEST);
  for (const { width, colorScheme, rules } of LOOKS) {
    const look = `${state}, ${width} px, ${colorScheme}`;
    await page.setViewportSize({ width, height: 800 });
    await page.emulateMedia({ colorScheme });
    const { violations } = await run(page, rules);
    for (const { id, help, nodes } of violations) {
      const where = nodes.map(({ html, failureSummary = '' }) => `${html} ${failureSummary}`).join('\n  ');
      findings.push(`${look}: ${id} (${help})\n  ${where}`);
    }
    findings.push(...(await widthFindings(page, state, width)));
  }
  return findings;
}

/** Reports a page that is wider than `width` px, which the viewport then has. */
async function widthFindings(page: Page, state: string, width: number): Promise<string[]> {
  await page.setViewportSize({ width, height: 800 });
  const excess = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  return excess > 0 ? [`${state}: ${excess} px too wide for ${width} px`] : [];
}

/**
 * The same for a page without JavaScript. axe-core itself needs JavaScript. So it runs on `copy`, which shows the same
 * HTML without its scripts and with the content of its noscript elements.
 */
export async function findingsWithoutScripts(page: Page, copy: Page, state: string): Promise<string[]> {
  const body = (await page.content())
    .replace(/<script\b[^]*?<\/script>/g, '')
    .replace(/<\/?noscript[^>]*>/g, '');
  await copy.route(page.url(), (route) => route.fulfill({ body, contentType: 'text/html; charset=utf-8' }));
  await copy.goto(page.url());
  const findings = await accessibilityFindings(copy, `${state}, without JavaScript`);
  await copy.unrouteAll();
  return findings;
}

async function run(page: Page, rules: RunOptions): Promise<AxeResults> {
  // evaluated by the debugger, to which the page's policy does not apply
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(SOURCE);
  return page.evaluate(
    (options) =>
      (window as unknown as { axe: { run: (options: RunOptions) => Promise<AxeResults> } }).axe.run(options),
    rules,
  );
}
