import { TooManyRequestsError } from './http-errors.js';

describe('too many attempts', () => {
  it.each([
    [0, '1 second', '1'],
    [1, '1 second', '1'],
    [1.2, '2 seconds', '2'],
    [59, '59 seconds', '59'],
    [59.5, '1 minute', '60'],
    [60, '1 minute', '60'],
    [61, '2 minutes', '61'],
    [895, '15 minutes', '895'],
    [900, '15 minutes', '900'],
    [900.5, '16 minutes', '901'],
    [3540, '59 minutes', '3540'],
    [3541, '1 hour', '3541'],
    [3600, '1 hour', '3600'],
    [3601, '2 hours', '3601'],
  ])('ask to wait %d seconds in the words "%s", and in seconds for programs', (seconds, text, header) => {
    const error = new TooManyRequestsError(seconds);
    expect(error.message).toBe(`Too many attempts. Try again in ${text}`);
    expect(error.headers).toEqual({ 'retry-after': header });
  });
});
