import { authApi, authDatabase } from '../testing/auth-api.js';
import { signUp, statuses } from '../testing/requests.js';

authDatabase();
const api = authApi({ signUpsPerHour: 5 });

const TAKEN = 'taken@example.com';
const account = (index: number) => `user${index}@example.com`;

describe('sign-ups from one address', () => {
  it('are refused after the limit, whether the address is in use or not', async () => {
    await signUp(api, { email: TAKEN }).expect(201);
    const counts = await statuses(10, (index) => signUp(api, { email: index % 2 ? TAKEN : account(index) }));
    expect((counts[201] ?? 0) + (counts[200] ?? 0)).toBe(4);
    expect(counts[429]).toBe(6);
    const res = await signUp(api, { email: account(50) }).expect(429);
    expect(Number((res.headers as Record<string, string>)['retry-after'])).toBeGreaterThan(59 * 60);
    await signUp(api, { email: account(51), address: '203.0.113.1' }).expect(201);
  });

  it('are not counted when the fields are wrong', async () => {
    expect(await statuses(10, () => signUp(api, { password: 'short' }))).toEqual({ 400: 10 });
    await signUp(api).expect(201);
  });
});
