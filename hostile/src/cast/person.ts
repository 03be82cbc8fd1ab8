import { Visitor } from '@ticketing/e2e/testing';
import { eventually } from './eventually.js';

/**
 * Ann sells, Bob buys. Dan could change his password, and Eve could delete her account. All of it must stay as it is. Mallory
 * has an account and is up to no good.
 */
export type PersonName = 'ann' | 'bob' | 'dan' | 'eve' | 'mallory';

export const PASSWORD = 'blue tram over the bridge 47';

/** The password that nobody has until the end of a run. Hostile requests try to make it somebody's. */
export const NEXT_PASSWORD = 'grey ferry under the bridge 48';

/** Somebody with an account, and the cookies of a browser. */
export class Person {
  id = '';

  private constructor(
    readonly name: PersonName,
    readonly email: string,
    readonly cookies: Map<string, string>,
    readonly visitor: Visitor,
  ) {}

  static async signUp(url: string, name: PersonName): Promise<Person> {
    const cookies = new Map<string, string>();
    const person = new Person(
      name,
      `${name}.${Date.now()}@hostile.example`,
      cookies,
      new Visitor(url, 60_000, cookies),
    );
    const { status, body } = await person.visitor.post<{ id: string }>(
      '/api/users/signup',
      person.credentials,
    );
    if (status !== 201) throw new Error(`the sign-up of ${name} was answered with ${status}`);
    person.id = body.id;
    return person;
  }

  get credentials() {
    return { email: this.email, password: PASSWORD };
  }

  /** The value of the header `Cookie`. */
  get cookie(): string {
    return [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  /** The name and the value of the cookie that holds the session. */
  get session(): [name: string, value: string] {
    const found = [...this.cookies].find(([name, value]) => /session/i.test(name) && value !== '');
    if (!found) throw new Error(`${this.name} has no session`);
    return found;
  }

  /** Whether the session is alive. The answer may renew it. A service that has died has time to come back. */
  async isSignedIn(): Promise<boolean> {
    const ask = () => this.visitor.get<{ currentUser?: { id: string } | null }>('/api/users/currentuser');
    const { body } = await eventually(ask, ({ status }) => status < 500);
    return body.currentUser?.id === this.id;
  }

  async signIn(): Promise<void> {
    const ask = () => this.visitor.post('/api/users/signin', this.credentials);
    const { status } = await eventually(ask, ({ status }) => status < 500);
    if (status !== 200) throw new Error(`${this.name} signs in, and the answer is ${status}`);
  }
}
