/**
 * Runs what this process was started for, and ends the process. An error that `main` throws is printed, and the exit code is
 * 1. The process ends although something may still be open: work that was given up may never end.
 */
export async function runCommand(main: () => Promise<void>): Promise<void> {
  try {
    await main();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
  process.exit();
}
