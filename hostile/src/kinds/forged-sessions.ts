/** Tokens and cookies that look like the session of somebody, made without the key. */

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const decode = (part: string) =>
  JSON.parse(Buffer.from(part, 'base64url').toString()) as Record<string, unknown>;

/** Finds the token in the value of the cookie of a session, and puts another one in its place. */
function parts(cookie: string) {
  const plain = Buffer.from(cookie, 'base64url').toString();
  const token = /[\w-]+\.[\w-]+\.[\w-]+/.exec(plain)?.[0] ?? /[\w-]+\.[\w-]+\.[\w-]+/.exec(cookie)?.[0];
  if (token === undefined) throw new Error('the cookie of a session holds no token');
  const [head = '', claims = '', signature = ''] = token.split('.');
  const isWrapped = plain.includes(token);
  const wrap = (other: string) =>
    isWrapped ? Buffer.from(plain.replace(token, other)).toString('base64') : cookie.replace(token, other);
  return { header: decode(head), claims: decode(claims), head, payload: claims, signature, wrap };
}

/**
 * Forged values of the cookie of a session.
 * @param victim the value of somebody's cookie. None of the results has its signature over its own claims.
 * @param own the value of the forger's own cookie, whose signature is a real one.
 * @param others tokens of the victim that the system has signed for other purposes.
 */
export function forgedSessions(
  victim: string,
  own: string,
  others: Readonly<Record<string, string>>,
): Record<string, string> {
  const { header, claims, head, payload, signature, wrap } = parts(victim);
  const mine = parts(own);
  const signed = (other: object, more: object = {}, by = signature) =>
    wrap(`${encode({ ...header, ...other })}.${encode({ ...claims, ...more })}.${by}`);
  return {
    ...Object.fromEntries(Object.entries(others).map(([what, token]) => [`a ${what}`, wrap(token)])),
    'alg none': signed({ alg: 'none' }, {}, ''),
    'alg None, with a signature': signed({ alg: 'None' }),
    'alg HS256 with an empty key': signed({ alg: 'HS256' }, {}, 'AAAA'),
    'alg as a list': signed({ alg: ['HS256', 'none'] }),
    'another time of expiry': signed({}, { exp: 99_999_999_999 }),
    'no expiry': signed({}, { exp: undefined }),
    'the signature of another session': wrap(`${head}.${payload}.${mine.signature}`),
    "somebody's claims under my head and signature": wrap(`${mine.head}.${payload}.${mine.signature}`),
    'no signature': wrap(`${head}.${payload}.`),
    'half of the signature': wrap(`${head}.${payload}.${signature.slice(0, -6)}`),
    'a signature that is no base64': wrap(`${head}.${payload}.!!!!`),
    'four parts': signed({}, { x: 1 }) + '.x',
    'two parts': wrap(`${head}.${payload}`),
    'a foreign kid': signed({ kid: 'foreign' }),
    'a kid that is a path': signed({ kid: '../../../../dev/null' }, {}, ''),
    'a kid that is a query': signed({ kid: "x' OR '1'='1" }),
    'a kid that is an object': signed({ kid: { $ne: null } }),
    'a kid of the prototype': signed({ kid: '__proto__' }),
    'a kid that is very long': signed({ kid: 'k'.repeat(2_000) }),
    'a jku elsewhere': signed({ jku: 'http://evil.example/keys', kid: 'x' }),
    'a key of its own': signed({ jwk: { kty: 'oct', k: 'AAAA' } }),
    'a critical header': signed({ crit: ['exp'], b64: false }),
    'another audience': signed({}, { aud: 'device' }),
    'another type': signed({ typ: 'device+jwt' }),
    'claims that are a text': wrap(`${head}.${encode('x')}.${signature}`),
    'claims that are no JSON': wrap(`${head}.${Buffer.from('{').toString('base64url')}.${signature}`),
    'an encrypted token': wrap('eyJhbGciOiJkaXIiLCJlbmMiOiJBMTI4R0NNIn0..AAAA.AAAA.AAAA'),
    'a token that is an object': Buffer.from('{"jwt":{"$ne":null}}').toString('base64'),
    'a token that is a number': Buffer.from('{"jwt":1e400}').toString('base64'),
    'a session of the prototype': Buffer.from('{"__proto__":{"jwt":"x"},"constructor":1}').toString('base64'),
    'a session that is a list': Buffer.from('[1,2]').toString('base64'),
    'a session that is null': Buffer.from('null').toString('base64'),
    'a session that is no JSON': Buffer.from('{{').toString('base64'),
    'no base64': '%%%%',
    'deep JSON': Buffer.from(`${'['.repeat(3_000)}`).toString('base64'),
    'the claims without a wrapper': payload,
    'an empty session': '',
    'a NUL': '\0',
    'a quoted value': '"x"',
    'broken percent signs': '%E0%A4%A',
  };
}
