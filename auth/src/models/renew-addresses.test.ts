import { THE_SERVICE } from '../caller.js';
import { authApi, authDatabase } from '../testing/auth-api.js';
import { signIn, signUp } from '../testing/requests.js';
import { renewAddresses } from './renew-addresses.js';
import { register, User } from './user.js';

authDatabase();
const api = authApi();

const password = 'correct horse battery staple';
/** Makes an account as it was made before addresses had one form. */
const anOlderAccount = async (email: string, itsPassword = password) =>
  String((await register({ email, password: itsPassword }, THE_SERVICE))._id);
const addresses = async () => (await User.find().sort({ _id: 1 }).lean()).map(({ email }) => email);

const NFD = 'jose\u0301@example.com';
const NFC = 'jos\u00e9@example.com';
const PUNYCODE = 'ada@xn--bcher-kva.example';

it('brings older addresses into their form of today, once', async () => {
  for (const email of [NFD, PUNYCODE, '\u200bada@example.com', 'bob@example.com'])
    await anOlderAccount(email);
  const renewed = [NFC, 'ada@bücher.example', 'ada@example.com', 'bob@example.com'];
  await renewAddresses();
  expect(await addresses()).toEqual(renewed);
  await Promise.all([renewAddresses(), renewAddresses()]);
  expect(await addresses()).toEqual(renewed);
  expect((await User.find().lean()).map(({ version }) => version).sort()).toEqual([0, 1, 1, 1]);
});

it.each([NFD, PUNYCODE, '\u200bada@example.com', 'ada\u202e@example.com'])(
  'lets the owner of %j sign in, before and after',
  async (email) => {
    const id = await anOlderAccount(email);
    expect((await signIn(api, { email }).expect(200)).body).toMatchObject({ id });
    await renewAddresses();
    expect((await signIn(api, { email }).expect(200)).body).toMatchObject({ id });
  },
);

it('leaves two accounts that had different addresses to their owners', async () => {
  const one = await anOlderAccount(NFC, 'the password of one');
  const other = await anOlderAccount(NFD, 'the password of another');
  await renewAddresses();
  expect(await addresses()).toEqual([NFC, NFD]);
  const bodies = await Promise.all([
    signIn(api, { email: NFC, password: 'the password of one' }).expect(200),
    signIn(api, { email: NFD, password: 'the password of another' }).expect(200),
  ]);
  expect(bodies.map(({ body }) => (body as { id: string }).id)).toEqual([one, other]);
});

it('prevents a second account of the same address', async () => {
  const id = await anOlderAccount(NFD);
  await renewAddresses();
  expect((await signUp(api, { email: NFC }).expect(200)).body).toEqual({ id, email: NFC });
  await signUp(api, { email: NFC, password: 'another password' }).expect(400);
});
