import { credentials, newCredentials } from '@ticketing/common/api';
import { accepts } from '@ticketing/testing';
import fc from 'fast-check';
import { passwordProblem } from '../new-password/password-problem.js';
import { credentialChecks, newCredentialChecks } from './credential-checks.js';

const email = fc.oneof(
  fc.emailAddress(),
  fc.constantFrom('ada@example.com', ' ADA@example.com ', 'ada', ''),
  fc.anything(),
);
const password = fc.oneof(
  fc.string({ unit: 'grapheme', minLength: 6, maxLength: 140 }),
  fc.constantFrom('correct horse battery', 'short', 'password', '\ud800 half a character', ''),
  fc.anything(),
);
const bodies = fc
  .record({ email, password }, { requiredKeys: [] })
  .map((sent): unknown => JSON.parse(JSON.stringify(sent))); // as it arrives

it('takes no credentials that openapi.yaml does not describe', async () => {
  await fc.assert(
    fc.asyncProperty(bodies, async (body) => {
      if (await accepts(newCredentialChecks, { body })) {
        expect(newCredentials.safeParse(body).error).toBeUndefined();
      }
      if (await accepts(credentialChecks, { body }))
        expect(credentials.safeParse(body).error).toBeUndefined();
    }),
    { numRuns: 500 },
  );
});

it('refuses a new password that openapi.yaml describes only when it is easily guessed', async () => {
  await fc.assert(
    fc.asyncProperty(password, async (chosen) => {
      const body = { email: 'ada@example.com', password: chosen };
      if (!newCredentials.safeParse(body).success) return;
      const guessed = passwordProblem(body.password as string, body.email) !== undefined;
      expect(await accepts(newCredentialChecks, { body })).toBe(!guessed);
    }),
    { numRuns: 500 },
  );
});
