import type { ObjectId } from 'mongodb';

/** The processes of the floor of an expiry (see expiry.ts), by the service in whose place they are. */
export type Role = 'expiration' | 'orders' | 'tickets' | 'payments';
export const FLOOR_DATABASE = 'floor';
export const CHANNELS = {
  expired: 'floor.expired',
  cancelled: 'floor.cancelled',
  released: 'floor.released',
} as const;

export interface FloorOrder {
  _id: ObjectId;
  version: number;
  outbox: object[];
  ticketId: string;
}
