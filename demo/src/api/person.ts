import { type Account, PASSWORD } from '../plan/accounts.js';
import type { Answer, Api, Request } from './api.js';
import { Refusal } from './refusal.js';

/** Somebody with an account: keeps the session, and gets a new one when it has ended. */
export class Person {
  private cookies: Map<string, string> | undefined;
  private signingIn: Promise<void> | undefined;

  constructor(
    readonly account: Account,
    private readonly api: Api,
  ) {}

  /** @throws {Refusal} when the answer has another status than these. */
  async send<T>(path: string, request: Request, ...expected: number[]): Promise<Answer<T>> {
    const isSignedIn = this.cookies !== undefined;
    if (!isSignedIn) await this.signIn();
    let answer = await this.sendOnce<T>(path, request);
    if (answer.status === 401 && isSignedIn) {
      await this.signIn();
      answer = await this.sendOnce<T>(path, request);
    }
    if (!expected.includes(answer.status)) throw Refusal.of(answer);
    return answer;
  }

  async get<T>(path: string): Promise<T> {
    return (await this.send<T>(path, { method: 'GET' }, 200)).body;
  }

  /** Signs in, or signs up if there is no such account yet. Requests that need it at the same time share one. */
  signIn(): Promise<void> {
    return (this.signingIn ??= this.open().finally(() => (this.signingIn = undefined)));
  }

  private async open(): Promise<void> {
    const request: Request = { method: 'POST', body: { email: this.account.email, password: PASSWORD } };
    let answer = await this.api.send('/api/users/signin', request);
    if (answer.status === 400) answer = await this.api.send('/api/users/signup', request);
    if (answer.status !== 200 && answer.status !== 201)
      throw new Error(`${this.account.email} cannot sign in: ${Refusal.of(answer).message}`);
    this.cookies = new Map();
    this.keepCookies(answer);
  }

  private async sendOnce<T>(path: string, request: Request): Promise<Answer<T>> {
    const cookie = [...(this.cookies ?? [])].map((pair) => pair.join('=')).join('; ');
    const answer = await this.api.send<T>(path, { ...request, headers: { ...request.headers, cookie } });
    this.keepCookies(answer);
    return answer;
  }

  private keepCookies({ headers }: Answer<unknown>): void {
    for (const cookie of headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      if (name !== undefined && value !== undefined) this.cookies?.set(name, value);
    }
  }
}
