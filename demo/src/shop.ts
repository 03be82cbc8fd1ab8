import type { Answer, Api } from './api/api.js';
import type { TicketBody } from './api/bodies.js';
import { Person } from './api/person.js';
import { BUYERS, SELLERS, type Account } from './plan/accounts.js';
import type { Listing } from './plan/listings.js';
import type { Tally } from './tally.js';

/** The people of the demo, and what they have listed. */
export class Shop {
  private readonly people: ReadonlyMap<string, Person>;
  private readonly tickets = new Map<number, TicketBody>();

  constructor(
    readonly api: Api,
    private readonly seed: number,
    readonly tally: Tally,
  ) {
    this.people = new Map(
      [...SELLERS, ...BUYERS].map((account) => [account.email, new Person(account, api)]),
    );
  }

  person({ email }: Account): Person {
    return this.people.get(email)!;
  }

  /** Signs everybody in, one after another: each costs the system a hash of a password. An
   * earlier run made all accounts or none. */
  async open(): Promise<void> {
    let others = false;
    for (const person of this.people.values()) {
      person.mayHaveAccount = others;
      others = await person.signIn();
    }
  }

  /**
   * Lists a ticket. An earlier run of this seed may have listed it: the Idempotency-Key makes the system answer with that
   * ticket then, as it is now.
   */
  async list(listing: Listing): Promise<TicketBody> {
    const { title, price, seller, ordinal } = listing;
    const headers = { 'idempotency-key': `demo-${this.seed}-${ordinal}` };
    const answer = await this.person(seller).send<TicketBody & { ticket?: TicketBody }>(
      '/api/tickets',
      { method: 'POST', body: { title, price }, headers },
      200,
      201,
      422, // the key has listed another title: an older release of the demo had other shows
    );
    const ticket = answer.body.ticket ?? answer.body;
    this.tickets.set(ordinal, ticket);
    if (answer.status === 201) this.tally.add('listed');
    return ticket;
  }

  /** The ticket of a listing. It is as it was when it was listed, or found. */
  ticket({ ordinal }: Listing): TicketBody {
    const ticket = this.tickets.get(ordinal);
    if (!ticket) throw new Error(`listing ${ordinal} is not listed yet`);
    return ticket;
  }

  /** A ticket as it is now. */
  look(id: string): Promise<TicketBody> {
    return this.person(SELLERS[0]!).get<TicketBody>(`/api/tickets/${id}`);
  }

  /** @returns what tells whether a listing is listed already. It can be bought then. */
  async findEarlier(): Promise<(listing: Listing) => boolean> {
    const found = new Map<string, TicketBody>();
    for (const seller of SELLERS)
      for await (const ticket of this.ticketsOf(seller)) found.set(`${seller.email} ${ticket.title}`, ticket);
    return (listing) => {
      const ticket = found.get(`${listing.seller.email} ${listing.title}`);
      if (ticket) this.tickets.set(listing.ordinal, ticket);
      return ticket !== undefined;
    };
  }

  private async *ticketsOf(seller: Account): AsyncGenerator<TicketBody> {
    const person = this.person(seller);
    let path: string | undefined = '/api/tickets?mine=true&limit=100';
    while (path !== undefined) {
      const page: Answer<TicketBody[]> = await person.send(path, { method: 'GET' }, 200);
      yield* page.body;
      path = /<([^>]+)>; rel="next"/.exec(page.headers.get('link') ?? '')?.[1];
    }
  }
}
