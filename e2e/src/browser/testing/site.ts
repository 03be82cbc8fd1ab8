import { randomUUID } from 'node:crypto';
import { type System, type SystemOptions } from '@ticketing/local';
import { eventually } from '@ticketing/processes';
import { type Collection, MongoClient, ObjectId } from 'mongodb';
import {
  type APIRequestContext,
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  type Page,
  request,
} from 'playwright-core';
import { CARDS, confirmCard, type PaymentBody, type PaymentsConfig } from '../../testing/paying.js';
import { RunningSystem } from '../../testing/running-system.js';
import { aTicket, type Listing, type OrderBody, type TicketBody } from '../../testing/visitor.js';
import { launchBrowser } from './browser.js';

export const PASSWORD = 'correct horse';
const LIMIT_MS = 30_000;

/** Somebody with a session: a page in a browser, or an account that only calls the API, which costs far less. */
export interface Account {
  request: APIRequestContext;
}

/** The fields of an order that a test may change behind the back of the system. */
interface Rewritten {
  status?: string;
  expiresAt?: Date;
  cancelledAt?: Date | null;
  cancelReason?: string;
  refund?: { amount: number; refundId: string };
}

/** The running system with its site, and a browser in which each page belongs to a visitor of its own. */
export class Site {
  /** Complaints on the pages' consoles: errors of scripts, and what the page's policy refused. */
  readonly complaints: string[] = [];
  private readonly visitors = new Set<BrowserContext>();
  private readonly accounts = new Set<APIRequestContext>();

  private constructor(
    private readonly running: RunningSystem,
    private readonly browser: Browser,
    private readonly mongo: MongoClient,
  ) {}

  static async open(options: SystemOptions = {}): Promise<Site> {
    const running = await RunningSystem.start({ expirationWindowSeconds: 900, instances: {}, ...options });
    const mongo = new MongoClient(running.system.state().mongo.orders);
    let browser: Browser;
    try {
      browser = await launchBrowser();
    } catch (error) {
      await running.stop();
      throw error;
    }
    const site = new Site(running, browser, mongo);
    if (!site.system.processNames().includes('client')) {
      await site.close();
      throw new Error('the site has not been built: `npm start` and `npm test` do that');
    }
    return site;
  }

  get url(): string {
    return this.running.url;
  }

  get system(): System {
    return this.running.system;
  }

  logs(): Promise<string> {
    return this.running.logs();
  }

  /** A page of a visitor who is new here. */
  async visitor(options: BrowserContextOptions = {}): Promise<Page> {
    const context = await this.browser.newContext({
      baseURL: this.url,
      locale: 'en-US',
      timezoneId: 'Europe/Vienna',
      reducedMotion: 'reduce',
      ...options,
    });
    context.setDefaultTimeout(LIMIT_MS);
    this.visitors.add(context);
    const page = await context.newPage();
    page.on('pageerror', (error) => this.complaints.push(`${page.url()}: ${error.message}`));
    page.on('console', (message) => {
      // a test that asks for an error answer checks that answer itself
      if (message.type() !== 'error' || message.text().startsWith('Failed to load resource')) return;
      this.complaints.push(`${page.url()}: ${message.text()}`);
    });
    return page;
  }

  /** A page of a visitor who has just signed up. */
  async member(options: BrowserContextOptions = {}, email = newEmail()): Promise<Page> {
    const page = await this.visitor(options);
    await signUp(page, email);
    return page;
  }

  /** An account that has just signed up, for those who are in a test but look at no page. */
  async account(email = newEmail()): Promise<Account> {
    const account = { request: await request.newContext({ baseURL: this.url, timeout: LIMIT_MS }) };
    this.accounts.add(account.request);
    await signUp(account, email);
    return account;
  }

  /** The account of somebody who signed up before and was sent away since. */
  async accountAgain(email: string): Promise<Account> {
    const account = { request: await request.newContext({ baseURL: this.url, timeout: LIMIT_MS }) };
    this.accounts.add(account.request);
    const answer = await account.request.post('/api/users/signin', { data: { email, password: PASSWORD } });
    if (!answer.ok()) throw new Error(`a sign-in was answered with ${answer.status()}`);
    return account;
  }

  /** Lists a ticket of a member. The ticket can be reserved a moment later. */
  async list(seller: Account, fields?: Partial<Listing>): Promise<TicketBody> {
    const answer = await seller.request.post('/api/tickets', { data: aTicket(fields) });
    if (answer.status() !== 201) throw new Error(`a new ticket was answered with ${answer.status()}`);
    return (await answer.json()) as TicketBody;
  }

  /** Lists a ticket of a member; resolves when it can be reserved. */
  async sell(seller: Account, fields?: Partial<Listing>): Promise<TicketBody> {
    const ticket = await this.list(seller, fields);
    await this.isReservable(ticket.id);
    return ticket;
  }

  /** Resolves when the orders service knows a ticket, which is a moment after the seller's answer. */
  async isReservable(ticketId: string): Promise<void> {
    await this.isKnown(ticketId, {});
  }

  /** Resolves when the orders service knows a ticket with these fields. */
  async isKnown(ticketId: string, fields: Partial<Listing>): Promise<void> {
    const copies = this.mongo.db().collection('tickets');
    await eventually(async () => {
      if (!(await copies.findOne({ _id: new ObjectId(ticketId), ...fields })))
        throw new Error('orders does not know it');
    }, LIMIT_MS);
  }

  /** Resolves when the tickets service says that a ticket is held by an order, or that it is not. */
  async isHeld(visitor: Account, ticketId: string, held = true): Promise<void> {
    await eventually(async () => {
      const ticket = (await (await visitor.request.get(`/api/tickets/${ticketId}`)).json()) as TicketBody;
      if ((ticket.orderId !== undefined) !== held) throw new Error('tickets does not know of it');
    }, LIMIT_MS);
  }

  /** Reserves without the site; resolves when the ticket says so. */
  async reserve(buyer: Account, ticketId: string): Promise<OrderBody> {
    const answer = await buyer.request.post('/api/orders', { data: { ticketId } });
    if (answer.status() !== 201) throw new Error(`an order was answered with ${answer.status()}`);
    const order = (await answer.json()) as OrderBody;
    await eventually(async () => {
      const ticket = (await (await buyer.request.get(`/api/tickets/${ticketId}`)).json()) as TicketBody;
      if (ticket.orderId !== order.id) throw new Error('tickets does not know of the order');
    }, LIMIT_MS);
    return order;
  }

  /** Reserves a ticket and pays for it, without the site; resolves when the tickets service says that it is sold. */
  async buy(buyer: Account, ticketId: string): Promise<OrderBody> {
    const order = await this.reserve(buyer, ticketId);
    const [config, started] = await Promise.all([
      buyer.request.get('/api/payments/config'),
      buyer.request.post('/api/payments', { data: { orderId: order.id } }),
    ]);
    const payment = (await started.json()) as PaymentBody;
    const { body } = await confirmCard((await config.json()) as PaymentsConfig, payment, CARDS.ok);
    if (body.error) throw new Error(`the bank refused the card: ${body.error.message}`);
    await eventually(async () => {
      const ticket = (await (await buyer.request.get(`/api/tickets/${ticketId}`)).json()) as TicketBody;
      if (!ticket.sold) throw new Error('tickets does not know of the sale');
    }, LIMIT_MS);
    return order;
  }

  /** Changes an order in the database: no test waits for hours, or has a bank that fails. null removes when and why it ended. */
  async rewrite(orderId: string, { cancelledAt, ...fields }: Rewritten): Promise<void> {
    const orders = this.mongo.db().collection('orders');
    const $set = { ...fields, ...(cancelledAt && { cancelledAt }) };
    const $unset = { cancelledAt: 1, cancelReason: 1 } as const;
    const change = cancelledAt === null ? { $set, $unset } : { $set };
    await orders.updateOne({ _id: new ObjectId(orderId) }, change);
  }

  /** Deletes all tickets, as if nobody had ever listed one. */
  async forgetTickets(): Promise<void> {
    await this.changeTickets((tickets) => tickets.deleteMany({}));
  }

  /** Gives a ticket a price that nobody can list it for any more. */
  async reprice(ticketId: string, price: number): Promise<void> {
    await this.changeTickets((tickets) =>
      tickets.updateOne({ _id: new ObjectId(ticketId) }, { $set: { price } }),
    );
  }

  private async changeTickets(change: (tickets: Collection) => Promise<unknown>): Promise<void> {
    const mongo = await MongoClient.connect(this.system.state().mongo.tickets);
    try {
      await change(mongo.db().collection('tickets'));
    } finally {
      await mongo.close();
    }
  }

  /** Runs `act` while a service is down. Afterwards the service is up again, even if `act` has failed. */
  async without(service: string, act: () => Promise<void>): Promise<void> {
    const process = this.system.process(service);
    await process.stop();
    try {
      await act();
    } finally {
      await process.start();
    }
  }

  /** Runs `act` while a process answers nobody, and holds the requests that it gets. Afterwards it goes on with them. */
  async whileFrozen(name: string, act: () => Promise<void>): Promise<void> {
    const { pid } = this.system.process(name);
    if (pid === undefined) throw new Error(`${name} does not run`);
    process.kill(pid, 'SIGSTOP');
    try {
      await act();
    } finally {
      process.kill(pid, 'SIGCONT');
    }
  }

  /** Signs in to another account, or out, as in another tab of the same browser. */
  async switchTo(page: Page, email?: string): Promise<void> {
    const answer = email
      ? await page.request.post('/api/users/signin', { data: { email, password: PASSWORD } })
      : await page.request.post('/api/users/signout', { data: {} });
    if (!answer.ok()) throw new Error(`a change of the account was answered with ${answer.status()}`);
  }

  /** A further page of somebody who is signed in, as on another device; without `account`, one of a new visitor. */
  async pageOf(account: Account | undefined, options: BrowserContextOptions = {}): Promise<Page> {
    return this.visitor({ ...options, storageState: await account?.request.storageState() });
  }

  /** Sends all visitors away, because an open page goes on asking. */
  async dismiss(): Promise<void> {
    const [contexts, accounts] = [[...this.visitors], [...this.accounts]];
    this.visitors.clear();
    this.accounts.clear();
    await Promise.all([
      ...contexts.map((context) => context.close()),
      ...accounts.map((account) => account.dispose()),
    ]);
  }

  async close(): Promise<void> {
    await Promise.allSettled([this.dismiss().finally(() => this.browser.close()), this.mongo.close()]);
    await this.running.stop();
  }
}

export function newEmail(): string {
  return `${randomUUID().slice(0, 8)}@example.com`;
}

async function signUp(account: Account, email: string): Promise<void> {
  const answer = await account.request.post('/api/users/signup', { data: { email, password: PASSWORD } });
  if (answer.status() !== 201) throw new Error(`sign-up was answered with ${answer.status()}`);
}
