import { randomUUID } from 'node:crypto';
import type { OrderBody, TicketBody, TicketInput } from '@ticketing/common/api';
import { answerProblem } from '@ticketing/contracts';
import { type Answer, UndescribedAnswerError } from './answer.js';
import { CARDS, confirmCard, type IntentBody, type PaymentBody, type PaymentsConfig } from './paying.js';

export type { OrderBody, TicketBody };

/** The fields of a ticket that its seller chooses. They are the body of a request that lists or edits a ticket. */
export type Listing = TicketInput;

const CONCERT: Listing = { title: 'Concert', price: 20 };

/** A listing that the tickets service accepts. A test gives only the fields that matter to it. */
export function aTicket(fields: Partial<Listing> = {}): Listing {
  return { ...CONCERT, ...fields };
}

/**
 * A person as the API sees one: sends JSON to the system and keeps the cookies of the answers. An answer that `openapi.yaml`
 * does not describe is an error.
 */
export class Visitor {
  constructor(
    private readonly url: string,
    /** The time limit for an answer, in ms. */
    private readonly limitMs = 30_000,
    /** The cookies of a browser. It has one set of them for all ports of a host. */
    private readonly cookies = new Map<string, string>(),
  ) {}

  /** A visitor who has just signed up with a new address. */
  static async signedUp(url: string, limitMs?: number, cookies?: Map<string, string>): Promise<Visitor> {
    const visitor = new Visitor(url, limitMs, cookies);
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

  /** The header `Cookie` of a request. */
  get cookie(): string {
    return [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
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

  /** Asks to pay for an order. Asked again, the answer has the same payment. */
  startPayment(orderId: string) {
    return this.post<PaymentBody>('/api/payments', { orderId });
  }

  /** @param refresh asks the service to look at Stripe first. */
  async payment(id: string, { refresh = false } = {}): Promise<PaymentBody> {
    const query = refresh ? '?refresh=true' : '';
    return expectStatus(200, await this.get<PaymentBody>(`/api/payments/${id}${query}`));
  }

  async paymentsConfig(): Promise<PaymentsConfig> {
    return expectStatus(200, await this.get<PaymentsConfig>('/api/payments/config'));
  }

  /** Sends a card for an open payment to the stand-in, as a browser does. */
  async confirm(payment: PaymentBody, card: string = CARDS.ok): Promise<Answer<IntentBody>> {
    return confirmCard(await this.paymentsConfig(), payment, card);
  }

  /**
   * Starts to pay for an order and sends a card. The answer of the stand-in says whether the bank took the card; the
   * order is complete a moment later.
   */
  async pay(orderId: string, card: string = CARDS.ok) {
    const started = await this.startPayment(orderId);
    if (started.status !== 201) expectStatus(200, started);
    return { payment: started.body, bank: await this.confirm(started.body, card) };
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
        cookie: this.cookie,
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
    const { status, headers: answered } = response;
    const answer = { status, body: (text ? JSON.parse(text) : undefined) as T, headers: answered };
    const header = (name: string) => answered.get(name);
    const problem = answerProblem({ method, path, status, header, text });
    if (problem !== undefined) throw new UndescribedAnswerError(problem, answer);
    return answer;
  }
}

function expectStatus<T>(status: number, answer: Answer<T>): T {
  if (answer.status !== status)
    throw new Error(`expected ${status}, got ${answer.status}: ${JSON.stringify(answer.body)}`);
  return answer.body;
}
