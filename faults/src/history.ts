import { appendFileSync } from 'node:fs';

/** One HTTP call, as its caller saw it. */
export interface Call {
  id: number;
  run: number;
  /** The name of the person who called. */
  actor: string;
  method: string;
  path: string;
  body?: unknown;
  /** Milliseconds of the epoch, of the driver's clock. */
  startedAt: number;
  endedAt: number;
  /** Absent when no answer came: the request may have been carried out all the same. */
  status?: number;
  answer?: unknown;
  error?: string;
  /** Says what is wrong with an answer that `openapi.yaml` does not describe. */
  undescribed?: string;
  /** The call was made after all faults, to see whether people can buy a ticket. */
  probe?: true;
}

/** One fault, and the time in which the fault or the recovery from it explains a failure. */
export interface FaultRecord {
  run: number;
  kind: string;
  target: string;
  /** Whether it explains calls that failed. */
  failsCalls: boolean;
  /** The processes it ended. */
  ends: string[];
  /** The figures that were drawn for it. */
  detail: Record<string, unknown>;
  from: number;
  /** The time at which it was healed; absent while it lasts. */
  healedAt?: number;
  /** The processes that could not serve for long after it; absent when all could. */
  stillDown?: string[];
  /** The time at which the system was up again; Infinity before that. */
  to: number;
}

/** A card that a buyer sent to the bank, as the card form in a browser does. */
export interface Confirmation {
  run: number;
  actor: string;
  orderId: string;
  paymentId: string;
  /** The name of the test card. */
  card: string;
  startedAt: number;
  endedAt: number;
  /** The status of the PaymentIntent after it, or the code of the refusal. Absent when no answer came. */
  outcome?: string;
}

/** Work that somebody did at the bank by hand. */
export interface HandWork {
  at: number;
  what: string;
  /** The PaymentIntent. Absent when nobody knows it. */
  intent?: string;
}

/** A webhook that the bank never sent. */
export interface Forgery {
  at: number;
  /** How it differs from a good one. */
  how: string;
  /** The status of the answer. Absent when no answer came. */
  status?: number;
}

/** A message that a fault put on the bus. */
export interface Injection {
  channel: string;
  body: string;
}

/** A process that ended without having been told to stop. */
export interface Death {
  process: string;
  at: number;
}

/** A person of the campaign: a name, and the id that the system gave it. */
export interface Actor {
  name: string;
  userId: string;
}

/** All that the campaign did and saw since a system was started with fresh data. It is plain data, for the checker. */
export interface History {
  calls: Call[];
  faults: FaultRecord[];
  confirmations: Confirmation[];
  handWorks: HandWork[];
  forgeries: Forgery[];
  injections: Injection[];
  deaths: Death[];
  actors: Actor[];
}

export function emptyHistory(): History {
  return {
    calls: [],
    faults: [],
    confirmations: [],
    handWorks: [],
    forgeries: [],
    injections: [],
    deaths: [],
    actors: [],
  };
}

/** Keeps a history in memory and, line by line, in a file. */
export class Recorder {
  readonly history = emptyHistory();
  private calls = 0;

  constructor(private readonly file?: string) {}

  nextCall(): number {
    return this.calls++;
  }

  add<K extends keyof History>(list: K, entry: History[K][number]): void {
    (this.history[list] as History[K][number][]).push(entry);
    this.write(list, entry);
  }

  write(list: string, entry: unknown): void {
    if (this.file) appendFileSync(this.file, `${JSON.stringify({ list, ...(entry as object) })}\n`);
  }
}
