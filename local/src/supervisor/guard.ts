import { spawn, type ChildProcess } from 'node:child_process';

/*
 * Reads the ids of the processes to look after, all of them on each line. Its input ends when the supervisor does,
 * also by kill -9, and then it ends what the last line names: politely, and after 3 s by force.
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

/** A shell of a few lines that outlives this process for as long as it takes to end the children it leaves behind. */
export class Guard {
  private readonly child: ChildProcess;
  private last = '';

  constructor() {
    // a session of its own: what ends the supervisor (Ctrl-C, a closed terminal, kill of the group) must not end it
    this.child = spawn('sh', ['-c', SCRIPT, 'ticketing-guard'], {
      stdio: ['pipe', 'ignore', 'ignore'],
      detached: true,
    });
    this.child.stdin?.on('error', () => undefined); // nobody left to tell
    this.child.unref();
  }

  get pid(): number | undefined {
    return this.child.pid;
  }

  watch(pids: number[]): void {
    const line = `${pids.join(' ')}\n`;
    if (line === this.last) return;
    this.last = line;
    this.child.stdin?.write(line);
  }

  /** Call when all children should be gone; it ends those that are not. */
  release(): Promise<void> {
    return new Promise((resolve) => {
      if (this.child.exitCode !== null || this.child.signalCode !== null) return resolve();
      this.child.ref();
      this.child.once('exit', () => resolve());
      this.child.stdin?.end();
    });
  }
}
