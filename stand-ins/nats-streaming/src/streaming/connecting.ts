import type { InternalClient } from '../broker/internal-client.js';
import { decodeConnectRequest, encodeConnectResponse, type ConnectRequest } from '../protocol/messages.js';
import type { Client } from './client.js';
import type { Clients } from './clients.js';
import { errors } from './errors.js';
import type { Heartbeats } from './heartbeats.js';
import type { Subjects } from './subjects.js';

const PROTOCOL_WITH_PINGS = 1;
const CLASH_TIMEOUT_MS = 500;

/** Registers clients. When a client id is already registered, it finds out whether that client still lives. */
export class Connecting {
  /** The client ids whose present owner is being asked whether it lives. */
  private readonly probed = new Set<string>();

  constructor(
    private readonly client: InternalClient,
    private readonly clients: Clients,
    private readonly heartbeats: Heartbeats,
    private readonly subjects: Subjects,
    private readonly close: (client: Client) => void,
  ) {}

  onConnect(payload: Buffer, reply: string): void {
    let request: ConnectRequest;
    try {
      request = decodeConnectRequest(payload);
    } catch {
      this.refuse(reply, errors.invalidConnect);
      return;
    }
    const existing = this.clients.get(request.clientId);
    if (request.heartbeatInbox === '') this.refuse(reply, errors.invalidConnect);
    else if (!/^[a-zA-Z0-9_-]+$/.test(request.clientId)) this.refuse(reply, errors.invalidClientId);
    else if (existing) this.probe(existing, request, reply);
    else this.register(request, reply);
  }

  private probe(existing: Client, request: ConnectRequest, reply: string): void {
    const { clientId } = request;
    if (this.probed.has(clientId)) {
      this.refuse(reply, errors.clientRegistered);
      return;
    }
    this.probed.add(clientId);
    this.client.request(existing.record.heartbeatInbox, CLASH_TIMEOUT_MS, (outcome) => {
      this.probed.delete(clientId);
      if (outcome === 'answered') {
        this.refuse(reply, errors.clientRegistered);
        return;
      }
      const present = this.clients.get(clientId);
      if (present) this.close(present);
      this.register(request, reply);
    });
  }

  private register(request: ConnectRequest, reply: string): void {
    const { clientId, heartbeatInbox, connId, protocol, pingInterval, pingMaxOut } = request;
    const record = { id: clientId, heartbeatInbox, connId, protocol, pingInterval, pingMaxOut };
    try {
      this.heartbeats.start(this.clients.add(record));
    } catch (error) {
      this.refuse(reply, error instanceof Error ? error.message : String(error));
      return;
    }
    const { subjects } = this;
    const response = encodeConnectResponse({
      pubPrefix: subjects.publish,
      subRequests: subjects.subscribe,
      unsubRequests: subjects.unsubscribe,
      subCloseRequests: subjects.closeSubscription,
      closeRequests: subjects.close,
      protocol: PROTOCOL_WITH_PINGS,
      ...(protocol >= PROTOCOL_WITH_PINGS && { pingRequests: subjects.ping, pingInterval, pingMaxOut }),
    });
    this.client.publish(reply, response);
  }

  private refuse(reply: string, error: string): void {
    this.client.publish(reply, encodeConnectResponse({ error }));
  }
}
