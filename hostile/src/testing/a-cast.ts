import type { Cast } from '../cast/cast.js';
import type { Person, PersonName } from '../cast/person.js';

let last = 0;
const id = () => (++last).toString(16).padStart(24, '0');
const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** The value of the cookie of a session, with a signature that fits nothing. */
export function sessionOf(email: string): string {
  const token = `${part({ alg: 'HS256', kid: '1' })}.${part({ email, exp: 2_000_000_000 })}.${part(email)}`;
  return Buffer.from(JSON.stringify({ jwt: token })).toString('base64');
}

function person(name: PersonName): Person {
  const email = `${name}@hostile.example`;
  const session: [string, string] = ['session-3000', sessionOf(email)];
  const cookies = new Map([session]);
  return {
    name,
    email,
    id: id(),
    cookies,
    session,
    cookie: session.join('='),
    credentials: { email, password: 'x' },
  } as unknown as Person;
}

/** People and things that no system has. */
export function aCast(): Cast {
  const thing = () => ({ id: id() }) as never;
  return {
    people: {
      ann: person('ann'),
      bob: person('bob'),
      dan: person('dan'),
      eve: person('eve'),
      mallory: person('mallory'),
    },
    tickets: { onSale: thing(), wanted: thing(), sold: thing(), mallorys: thing() },
    orders: { live: thing(), unpaid: thing(), paying: thing(), complete: thing() },
    payments: { open: thing(), paid: thing() },
    pass: 'a.b.c',
  };
}
