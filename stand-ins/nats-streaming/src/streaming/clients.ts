import type { ClientRecord, Store } from '../store/store.js';
import { Client } from './client.js';

/** The registered clients. A client stays registered when its TCP connection is lost and comes back. */
export class Clients {
  private readonly byId = new Map<string, Client>();
  private readonly byConnId = new Map<string, Client>();

  constructor(private readonly store: Store) {}

  get(id: string): Client | undefined {
    return this.byId.get(id);
  }

  getByConnection(connId: string): Client | undefined {
    return connId === '' ? undefined : this.byConnId.get(connId);
  }

  /**
   * Returns whether a publisher is registered. Newer clients also send a connection id. It distinguishes a client that
   * has been replaced from its successor with the same client id.
   */
  isValid(id: string, connId: string): boolean {
    return (connId === '' ? this.byId.get(id) : this.byConnId.get(connId)) !== undefined;
  }

  all(): Iterable<Client> {
    return this.byId.values();
  }

  add(record: ClientRecord): Client {
    this.store.saveClient(record);
    try {
      this.store.flush();
    } catch (error) {
      this.store.removeClient(record.id);
      throw error;
    }
    return this.recover(record);
  }

  recover(record: ClientRecord): Client {
    const client = new Client(record);
    this.byId.set(record.id, client);
    if (record.connId !== '') this.byConnId.set(record.connId, client);
    return client;
  }

  remove(client: Client): void {
    clearTimeout(client.heartbeat);
    this.byId.delete(client.record.id);
    this.byConnId.delete(client.record.connId);
    this.store.removeClient(client.record.id);
  }
}
