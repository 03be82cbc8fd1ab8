import { setTimeout as sleep } from 'node:timers/promises';

export interface Answer<T> {
  status: number;
  body: T;
  headers: Headers;
}

export interface Request {
  method: 'GET' | 'POST' | 'DELETE';
  /** A form is sent as such, everything else as JSON. */
  body?: unknown;
  headers?: Record<string, string>;
}

interface Attempt<T> {
  /** There is none when the request must be repeated. */
  answer?: Answer<T>;
  /** Why it must be repeated. A limit of the system is no problem. */
  problem?: string;
  /** How long the system asks to wait. */
  askedMs: number;
}

const ANSWER_LIMIT_MS = 20_000;
const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 5_000;

/**
 * Sends requests to the system, and repeats those that it could not answer: processes of the system may be down for a while.
 * Every request of the demo may be repeated. The API takes care that it is done once.
 */
export class Api {
  private isAway = false;

  /** @param say hears when a part of the system does not answer any more, and when it answers again. */
  constructor(
    private readonly url: string,
    private readonly say: (line: string) => void,
  ) {}

  /** @throws {Error} when no system is there at all. */
  async look(): Promise<void> {
    try {
      await this.once('/api/users/currentuser', { method: 'GET' });
    } catch (error) {
      const reason = messageOf(error);
      throw new Error(`no system answers on ${this.url} (${reason}): start it with \`npm start\``, {
        cause: error,
      });
    }
  }

  /** @param path a path of the system, or another URL. */
  async send<T>(path: string, request: Request): Promise<Answer<T>> {
    for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS)) {
      const { answer, problem, askedMs } = await this.attempt<T>(path, request);
      if (answer) {
        this.notice(undefined);
        return answer;
      }
      if (problem !== undefined) this.notice(problem);
      await sleep(Math.max(pauseMs, askedMs));
    }
  }

  private async attempt<T>(path: string, request: Request): Promise<Attempt<T>> {
    try {
      const answer = await this.once<T>(path, request);
      const { status, headers } = answer;
      if (status < 500 && status !== 429) return { answer, askedMs: 0 };
      const seconds = Number(headers.get('retry-after') ?? 0) || 0;
      if (status === 429 && seconds * 1000 > LONGEST_PAUSE_MS)
        this.say(`The system lets us ask again in ${seconds} s only: ${path}`);
      return { ...(status !== 429 && { problem: `${path}: ${status}` }), askedMs: seconds * 1000 };
    } catch (error) {
      return { problem: messageOf(error), askedMs: 0 };
    }
  }

  private notice(problem: string | undefined): void {
    if (problem !== undefined && !this.isAway)
      this.say(`A part of the system does not answer (${problem}). Trying again …`);
    if (problem === undefined && this.isAway) this.say('It answers again');
    this.isAway = problem !== undefined;
  }

  private async once<T>(path: string, { method, body, headers }: Request): Promise<Answer<T>> {
    const isForm = body instanceof URLSearchParams;
    const response = await fetch(new URL(path, this.url), {
      method,
      redirect: 'error',
      signal: AbortSignal.timeout(ANSWER_LIMIT_MS),
      headers: {
        ...(body === undefined || isForm ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: isForm ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      body: (text === '' ? undefined : JSON.parse(text)) as T,
    };
  }
}

/** fetch hides the reason in `cause`. */
function messageOf(error: unknown): string {
  const { message, cause } = error as Error;
  return cause instanceof Error && cause.message !== '' ? cause.message : message;
}
