/**
 * A server that runs in a process of its own on this machine. All such servers have this interface; the
 * supervisor and the tests use nothing else.
 */
export interface Server {
  readonly name: string;
  /** The port on 127.0.0.1 that the server listens on. It is known after `choosePort`, and it stays. */
  readonly port: number;
  /** Undefined while the server is not running. */
  readonly pid: number | undefined;
  /** Chooses the port, so that other servers can be told of it before this one runs. `start` does it, too. */
  choosePort(): Promise<void>;
  /**
   * Resolves when the server answers. Rejects when that takes too long. Rejects with the printed output when
   * the server ends before it answers.
   */
  start(): Promise<void>;
  /**
   * Ends the server in good order, or by force when that takes too long. A second call during the first
   * shares its stop.
   */
  stop(): Promise<void>;
  /**
   * Ends the server as a crash would (SIGKILL) and waits until it is gone. `start` may follow, on the same
   * port and data.
   */
  kill(): Promise<void>;
  /** Called with the process id at every start, before the server is ready. */
  onSpawn?: ((pid: number) => void) | undefined;
  /** Called with the output of the server. A server that cannot show its output never calls it. */
  onOutput?: ((chunk: Buffer, stream: 'stdout' | 'stderr') => void) | undefined;
}
