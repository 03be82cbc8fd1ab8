import { spawn, type ChildProcess } from 'node:child_process';

/*
 * The script reads lines. Each line holds the ids of all processes that run. Its input ends when the supervisor ends,
 * also by kill -9. Then it ends the processes of the last line: with SIGTERM, and after 3 s with SIGKILL.
 */
const SCRIPT = `
while read -r line; do pids=$line; done
for signal in TERM KILL; do
  tries=0
  while [ $tries -lt 30 ]; do
    left=
    for pid in $pids; do
      if [ $tries -eq 0 ]; then kill -$signal $pid 2>/dev/null; fi
      if kill -0 $pid 2>/dev/null; then left="$left $pid"; fi
    done
    pids=$left
    if [ -z "$pids" ]; then exit; fi
    tries=$((tries + 1))
    sleep 0.1
  done
done
`;

/** A small shell script that outlives this process until it has ended the children that are left. */
export class Guard {
  private readonly child: ChildProcess;
  private last = '';

  constructor() {
    // it gets a session of its own, so that Ctrl-C, a closed terminal or a kill of the group does not end it, too
    this.child = spawn('sh', ['-c', SCRIPT, 'ticketing-guard'], {
      stdio: ['pipe', 'ignore', 'ignore'],
      detached: true,
    });
    this.child.stdin?.on('error', () => undefined); // the script may have ended
    this.child.unref();
  }

  get pid(): number | undefined {
    return this.child.pid;
  }

  /** Sets the processes that the script ends when this process has ended. */
  watch(pids: number[]): void {
    const line = `${pids.join(' ')}\n`;
    if (line === this.last) return;
    this.last = line;
    this.child.stdin?.write(line);
  }

  /** Call this when all children should have ended. It ends those that have not. */
  release(): Promise<void> {
    return new Promise((resolve) => {
      if (this.child.exitCode !== null || this.child.signalCode !== null) return resolve();
      this.child.ref();
      this.child.once('exit', () => resolve());
      this.child.stdin?.end();
    });
  }
}
