/** A server that this machine runs in a process of its own, alike for all of them: the supervisor and the tests use nothing else. */
export interface Server {
  readonly name: string;
  /** The port it listens on, on 127.0.0.1. Known after `start`. */
  readonly port: number;
  /** Undefined while it is not running. */
  readonly pid: number | undefined;
  /** Resolves when it answers; rejects, with what it printed, when it ends before that or takes too long. */
  start(): Promise<void>;
  /** Ends it in good order, by force when that takes too long. Stopping twice is one stop. */
  stop(): Promise<void>;
  /** Ends it as a crash would (SIGKILL) and waits until it is gone; `start` may follow, on the same port and data. */
  kill(): Promise<void>;
  /** Set by who must know of the process before it is ready; called at every start. */
  onSpawn?: ((pid: number) => void) | undefined;
  /** Set by who wants to see what it prints; a server that cannot show that ignores it. */
  onOutput?: ((chunk: Buffer, stream: 'stdout' | 'stderr') => void) | undefined;
}
