import { deriveCredential, type Mechanism, newCredential, ScramConversation } from './scram.js';

/** The examples in RFC 7677 (SHA-256) and RFC 5802 (SHA-1). Both are of the user `user` with the password `pencil`. */
const EXAMPLES = [
  {
    mechanism: 'SCRAM-SHA-256',
    salt: 'W22ZaJ0SNY7soEsUEjb6gQ==',
    clientNonce: 'rOprNGfwEbeRWgbNEkqO',
    serverNonce: '%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0',
    proof: 'dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=',
    verifier: '6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=',
  },
  {
    mechanism: 'SCRAM-SHA-1',
    salt: 'QSXCR+Q6sek8bf92',
    clientNonce: 'fyko+d2lbbFgONRv9qkxdawL',
    serverNonce: '3rfcNHYJY1ZVvWVs7j',
    proof: 'v0X8v3Bz2T0CJGbJQyF0X+HI4Ts=',
    verifier: 'rmF9pqV8S7suAoZWja4dJRkFsKQ=',
  },
] as const satisfies { mechanism: Mechanism; [field: string]: string }[];

const ITERATIONS = 4096;

function conversation({ mechanism, salt, serverNonce }: (typeof EXAMPLES)[number]) {
  const credential = deriveCredential(mechanism, 'pencil', Buffer.from(salt, 'base64'), ITERATIONS);
  const credentialOf = (user: string) => (user === 'user' ? credential : undefined);
  return new ScramConversation(mechanism, credentialOf, serverNonce);
}

describe.each(EXAMPLES)('$mechanism', (example) => {
  const { clientNonce, serverNonce, salt, proof, verifier } = example;
  const nonce = clientNonce + serverNonce;
  const begun = (first = `n,,n=user,r=${clientNonce}`) => {
    const started = conversation(example);
    return { started, answer: started.first(first) };
  };

  test('answers with the messages of the RFC', () => {
    const { started, answer } = begun();
    expect(answer).toBe(`r=${nonce},s=${salt},i=${ITERATIONS}`);
    expect(started.final(`c=biws,r=${nonce},p=${proof}`)).toBe(`v=${verifier}`);
    expect(started.user).toBe('user');
  });

  test.each([
    ['another proof', 'the password is wrong', `c=biws,r=${nonce},p=${proof.replace(/^./, 'A')}`],
    ['a proof of another length', 'another length', `c=biws,r=${nonce},p=${proof.slice(4)}`],
    ['no proof', 'another length', `c=biws,r=${nonce},p=`],
    ['another nonce', 'another nonce', `c=biws,r=${clientNonce},p=${proof}`],
    ['another channel binding', 'another channel', `c=eSws,r=${nonce},p=${proof}`],
    ['another form', 'another form', 'p='],
  ])('refuses a last message with %s', (_, reason, message) => {
    const { started } = begun();
    expect(() => started.final(message)).toThrow(reason);
  });

  test.each([
    ['an unknown user', 'no such user', `n,,n=somebody,r=${clientNonce}`],
    ['channel binding', 'no header', `p=tls-unique,,n=user,r=${clientNonce}`],
    ['another user to act as', 'act as itself', `n,a=admin,n=user,r=${clientNonce}`],
    ['a mandatory extension', 'no user name', `n,,m=x,n=user,r=${clientNonce}`],
    ['no nonce', 'no nonce', 'n,,n=user'],
    ['no user', 'no user name', `n,,n=,r=${clientNonce}`],
    ['nothing', 'no header', ''],
  ])('refuses a first message with %s', (_, reason, message) => {
    expect(() => begun(message)).toThrow(reason);
  });

  test('refuses a last message without a first one', () => {
    expect(() => conversation(example).final(`c=biws,r=${nonce},p=${proof}`)).toThrow('no first message');
  });
});

test('reads names with the characters that SCRAM escapes', () => {
  const names: string[] = [];
  const started = new ScramConversation('SCRAM-SHA-256', (user) => void names.push(user));
  expect(() => started.first('n,,n=a=3Db=2Cc,r=abcdef')).toThrow();
  expect(names).toEqual(['a=b,c']);
});

test('gives the same password another salt each time, and mongod’s iterations', () => {
  const [one, two] = [1, 2].map(() => newCredential('SCRAM-SHA-256', 'user', 'pencil'));
  expect(one).toMatchObject({ iterationCount: 15_000 });
  expect(one?.salt).not.toBe(two?.salt);
  expect(newCredential('SCRAM-SHA-1', 'user', 'pencil')).toMatchObject({ iterationCount: 10_000 });
});

test('prepares passwords with SASLprep', () => {
  expect(() => newCredential('SCRAM-SHA-256', 'user', 'bell\u0007')).toThrow('Prohibited');
});
