/** Next.js calls this once, before the site serves. */
export async function register(): Promise<void> {
  // Next.js builds this file for another runtime too, in which the site does not run
  if (process.env.NEXT_RUNTIME !== 'nodejs') return;
  const { requireSettings, tracesTo } = await import('@/lib/settings');
  requireSettings();
  const receiver = tracesTo();
  if (!receiver) return;
  const { startTraces } = await import('@/lib/traces/start-traces');
  startTraces(receiver);
}
