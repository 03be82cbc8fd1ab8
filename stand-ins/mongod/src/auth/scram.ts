import { createHash, createHmac, pbkdf2Sync, randomBytes, timingSafeEqual } from 'node:crypto';
import { saslprep } from '@mongodb-js/saslprep';

/** The data that mongod keeps of a password for one mechanism, in base64. Nobody can sign in with them. */
export interface Credential {
  iterationCount: number;
  salt: string;
  storedKey: string;
  serverKey: string;
}

interface Kind {
  hash: 'sha1' | 'sha256';
  keyBytes: number;
  // the values that a mongod uses for new users
  saltBytes: number;
  iterations: number;
  /** The text that stands for the password in this mechanism. */
  prepared: (user: string, password: string) => string;
}

const KINDS = {
  'SCRAM-SHA-1': {
    hash: 'sha1',
    keyBytes: 20,
    saltBytes: 16,
    iterations: 10_000,
    prepared: (user, password) => createHash('md5').update(`${user}:mongo:${password}`).digest('hex'),
  },
  'SCRAM-SHA-256': {
    hash: 'sha256',
    keyBytes: 32,
    saltBytes: 28,
    iterations: 15_000,
    prepared: (_, password) => saslprep(password),
  },
} as const satisfies Record<string, Kind>;

export type Mechanism = keyof typeof KINDS;
export const MECHANISMS = Object.keys(KINDS) as Mechanism[];
export const isMechanism = (name: unknown): name is Mechanism =>
  typeof name === 'string' && Object.hasOwn(KINDS, name);

/** Thrown when a client may not sign in. The message is for the log of the server, not for the client. */
export class ScramError extends Error {}

/** Makes the credential of a new password. Throws when the password has characters that SASLprep prohibits. */
export function newCredential(mechanism: Mechanism, user: string, password: string): Credential {
  const { prepared, saltBytes, iterations } = KINDS[mechanism];
  return deriveCredential(mechanism, prepared(user, password), randomBytes(saltBytes), iterations);
}

/** Derives a credential as RFC 5802 says, from a password that is prepared already. */
export function deriveCredential(
  mechanism: Mechanism,
  prepared: string,
  salt: Buffer,
  iterationCount: number,
): Credential {
  const { hash, keyBytes } = KINDS[mechanism];
  const salted = pbkdf2Sync(prepared, salt, iterationCount, keyBytes, hash);
  const clientKey = createHmac(hash, salted).update('Client Key').digest();
  return {
    iterationCount,
    salt: salt.toString('base64'),
    storedKey: createHash(hash).update(clientKey).digest('base64'),
    serverKey: createHmac(hash, salted).update('Server Key').digest('base64'),
  };
}

const NONCE_BYTES = 24;

/** The server's side of one SCRAM exchange (RFC 5802), without channel binding. */
export class ScramConversation {
  /** The name in the first message. It is proved only after `final` has returned. */
  user = '';
  private header = '';
  private nonce = '';
  private transcript = '';
  private credential: Credential | undefined;

  constructor(
    readonly mechanism: Mechanism,
    private readonly credentialOf: (user: string) => Credential | undefined,
    private readonly serverNonce = randomBytes(NONCE_BYTES).toString('base64'),
  ) {}

  /** Takes the first message of the client. Returns the server's first message. */
  first(message: string): string {
    const [, header, bare] = /^([yn],(?:a=[^,]*)?,)(.*)$/s.exec(message) ?? [];
    if (header === undefined || bare === undefined) throw new ScramError('the first message has no header');
    const [name = '', nonce = ''] = bare.split(',');
    if (!/^n=./.test(name)) throw new ScramError('the first message has no user name');
    if (!/^r=[\x21-\x7e]{4,}$/.test(nonce)) throw new ScramError('the first message has no nonce');
    this.user = name.slice(2).replaceAll('=2C', ',').replaceAll('=3D', '=');
    const actingFor = header.split(',')[1]?.slice(2);
    if (actingFor && actingFor !== name.slice(2)) throw new ScramError('a user can only act as itself');
    this.credential = this.credentialOf(this.user);
    if (!this.credential) throw new ScramError(`there is no such user with ${this.mechanism}`);
    this.header = header;
    this.nonce = nonce.slice(2) + this.serverNonce;
    const answer = `r=${this.nonce},s=${this.credential.salt},i=${this.credential.iterationCount}`;
    this.transcript = `${bare},${answer}`;
    return answer;
  }

  /** Checks the proof in the last message of the client. Returns the server's proof that it knows the password. */
  final(message: string): string {
    if (!this.credential) throw new ScramError('there was no first message');
    const { hash } = KINDS[this.mechanism];
    const [, withoutProof, binding, nonce, proof] =
      /^(c=([^,]*),r=([^,]*)(?:,[^,]*)*),p=([^,]*)$/.exec(message) ?? [];
    if (withoutProof === undefined || proof === undefined)
      throw new ScramError('the last message has another form');
    if (binding !== Buffer.from(this.header).toString('base64'))
      throw new ScramError('the last message binds to another channel');
    if (nonce !== this.nonce) throw new ScramError('the last message has another nonce');
    const transcript = `${this.transcript},${withoutProof}`;
    const storedKey = Buffer.from(this.credential.storedKey, 'base64');
    const signature = createHmac(hash, storedKey).update(transcript).digest();
    const clientKey = exclusiveOr(Buffer.from(proof, 'base64'), signature);
    const proved = createHash(hash).update(clientKey).digest();
    if (!timingSafeEqual(proved, storedKey)) throw new ScramError('the password is wrong');
    const serverKey = Buffer.from(this.credential.serverKey, 'base64');
    return `v=${createHmac(hash, serverKey).update(transcript).digest('base64')}`;
  }
}

function exclusiveOr(proof: Buffer, signature: Buffer): Buffer {
  if (proof.length !== signature.length) throw new ScramError('the proof has another length');
  return Buffer.from(proof.map((byte, i) => byte ^ (signature[i] ?? 0)));
}
