import { serialize, type Binary } from 'bson';
import type { Collection } from '../store/collection.js';
import type { StoredDoc } from '../store/stored-doc.js';
import type { Store } from '../store/store.js';
import { ADMIN, type Role } from './roles.js';
import type { Credential, Mechanism } from './scram.js';

/** A user, as mongod keeps it in `admin.system.users`. */
export interface User {
  /** `<db>.<user>` */
  _id: string;
  /** Tells a user from an earlier one of the same name. */
  userId: Binary;
  user: string;
  /** The database that the user belongs to and signs in at. */
  db: string;
  credentials: Partial<Record<Mechanism, Credential>>;
  customData?: Record<string, unknown>;
  roles: Role[];
}

const COLLECTION = 'system.users';

export const isUsers = (db: string, collection: unknown): boolean =>
  db === ADMIN && collection === COLLECTION;

/** The users of the server. They are documents of the store, so they survive a restart. */
export class Users {
  /** The decoded users. Each command needs its user, and a change makes new bytes. */
  private readonly decoded = new WeakMap<StoredDoc, { bytes: Buffer; user: User }>();

  constructor(private readonly store: Store) {}

  get exist(): boolean {
    return (this.collection?.documents.size ?? 0) > 0;
  }

  get(user: string, db: string): User | undefined {
    return this.read(this.collection?.byId(`${db}.${user}`));
  }

  all(): User[] {
    return Array.from(this.collection?.documents ?? []).flatMap((stored) => this.read(stored) ?? []);
  }

  /** Throws MongoDB's error 11000 when there is such a user already. */
  add(user: User): void {
    const collection = this.collection ?? this.store.createSystem(ADMIN, COLLECTION);
    collection.insert(Buffer.from(serialize(user)));
  }

  /** Returns false when there is no such user. */
  replace(user: User): boolean {
    const stored = this.collection?.byId(user._id);
    if (stored) this.collection?.replace(stored, Buffer.from(serialize(user)), { ...user });
    return stored !== undefined;
  }

  /** Returns false when there is no such user. */
  remove({ _id }: Pick<User, '_id'>): boolean {
    const stored = this.collection?.byId(_id);
    if (stored) this.collection?.remove(stored);
    return stored !== undefined;
  }

  private get collection(): Collection | undefined {
    return this.store.get(ADMIN, COLLECTION);
  }

  private read(stored: StoredDoc | undefined): User | undefined {
    const bytes = stored?.bytes;
    if (!bytes) return undefined;
    const known = this.decoded.get(stored);
    if (known?.bytes.equals(bytes)) return known.user;
    const user = stored.decode() as unknown as User;
    this.decoded.set(stored, { bytes, user });
    return user;
  }
}
