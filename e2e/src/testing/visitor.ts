import { randomUUID } from 'node:crypto';

export interface Answer<T = unknown> {
  status: number;
  body: T;
  headers: Headers;
}

export interface TicketBody {
  id: string;
  title: string;
  price: number;
  userId: string;
  version: number;
  orderId?: string;
}

export interface OrderBody {
  id: string;
  userId: string;
  status: string;
  expiresAt: string;
  cancelledAt?: string;
  version: number;
  ticket: { id: string; title: string; price: number };
}

/** The fields of a ticket that its seller chooses. They are the body of a request that lists or edits a ticket. */
export type Listing = Omit<TicketBody, 'id' | 'userId' | 'version' | 'orderId'>;

const CONCERT: Listing = { title: 'Concert', price: 20 };

/** A listing that the tickets service accepts. A test gives only the fields that matter to it. */
export function aTicket(fields: Partial<Listing> = {}): Listing {
  return { ...CONCERT, ...fields };
}

/** A person as the API sees one: sends JSON to the system and keeps the cookies of the answers. */
export class Visitor {
  constructor(
    private readonly url: string,
    /** The time limit for an answer, in ms. */
    private readonly limitMs = 30_000,
    /** The cookies of a browser. It has one set of them for all ports of a host. */
    private readonly cookies = new Map<string, string>(),
  ) {}

  /** A visitor who has just signed up with a new address. */
  static async signedUp(url: string, limitMs?: number): Promise<Visitor> {
    const visitor = new Visitor(url, limitMs);
    const email = `${randomUUID()}@example.com`;
    const { status } = await visitor.post('/api/users/signup', { email, password: 'correct horse' });
    if (status !== 201) throw new Error(`sign-up was answered with ${status}`);
    return visitor;
  }

  /** Many such visitors. */
  static async crowd(url: string, count: number): Promise<Visitor[]> {
    const crowd: Visitor[] = [];
    while (crowd.length < count) {
      const batch = Math.min(50, count - crowd.length);
      crowd.push(...(await Promise.all(Array.from({ length: batch }, () => Visitor.signedUp(url)))));
    }
    return crowd;
  }

  get<T>(path: string) {
    return this.send<T>('GET', path);
  }
  post<T>(path: string, body: unknown, headers?: Record<string, string>) {
    return this.send<T>('POST', path, body, headers);
  }
  put<T>(path: string, body: unknown, headers?: Record<string, string>) {
    return this.send<T>('PUT', path, body, headers);
  }
  delete(path: string) {
    return this.send('DELETE', path);
  }

  async sell(title = CONCERT.title, price = CONCERT.price): Promise<TicketBody> {
    return expectStatus(201, await this.post<TicketBody>('/api/tickets', aTicket({ title, price })));
  }

  async ticket(id: string): Promise<TicketBody> {
    return expectStatus(200, await this.get<TicketBody>(`/api/tickets/${id}`));
  }

  /** @param seen the title and the price that the visitor saw, if the visitor tells them. */
  reserve(ticketId: string, seen?: Pick<Listing, 'title' | 'price'>) {
    return this.post<OrderBody>('/api/orders', { ticketId, seen });
  }

  async order(id: string): Promise<OrderBody> {
    return expectStatus(200, await this.get<OrderBody>(`/api/orders/${id}`));
  }

  async send<T>(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer<T>> {
    const response = await fetch(this.url + path, {
      method,
      signal: AbortSignal.timeout(this.limitMs),
      headers: {
        cookie: [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; '),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    for (const cookie of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      if (name !== undefined && value !== undefined) this.cookies.set(name, value);
    }
    const text = await response.text();
    return {
      status: response.status,
      body: (text ? JSON.parse(text) : undefined) as T,
      headers: response.headers,
    };
  }
}

function expectStatus<T>(status: number, answer: Answer<T>): T {
  if (answer.status !== status)
    throw new Error(`expected ${status}, got ${answer.status}: ${JSON.stringify(answer.body)}`);
  return answer.body;
}
