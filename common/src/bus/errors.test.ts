import { isOutage } from '../errors/is-outage.js';
import { BusUnavailableError } from './errors.js';

it('counts a bus that is away as an outage', () => {
  expect(isOutage(new BusUnavailableError('not connected'))).toBe(true);
});
