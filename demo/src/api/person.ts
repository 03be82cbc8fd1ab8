import { type Account, PASSWORD } from '../plan/accounts.js';
import type { Answer, Api, Request } from './api.js';
import { Refusal } from './refusal.js';

/** Somebody with an account: keeps the session, and gets a new one when it has ended. */
export class Person {
  /** Then a sign-in is tried first. If there is no account, the system counts and logs that as a failure. */
  mayHaveAccount = false;
  private cookies: Map<string, string> | undefined;
  private signingIn: Promise<boolean> | undefined;

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

  /**
   * Signs in, or signs up if there is no such account yet. Requests that need it at the same time share one.
   * @returns whether there was an account already.
   */
  signIn(): Promise<boolean> {
    return (this.signingIn ??= this.open().finally(() => (this.signingIn = undefined)));
  }

  /** A sign-up also signs in to an account that is there already. But the system allows few sign-ups in an hour. */
  private async open(): Promise<boolean> {
    const request: Request = { method: 'POST', body: { email: this.account.email, password: PASSWORD } };
    const signUp = () => this.api.send('/api/users/signup', request);
    let answer = await (this.mayHaveAccount ? this.api.send('/api/users/signin', request) : signUp());
    if (answer.status === 400 && this.mayHaveAccount) answer = await signUp();
    if (answer.status !== 200 && answer.status !== 201)
      throw new Error(`${this.account.email} cannot sign in: ${Refusal.of(answer).message}`);
    this.mayHaveAccount = true;
    this.cookies = new Map();
    this.keepCookies(answer);
    return answer.status === 200;
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
