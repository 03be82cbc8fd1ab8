import { join } from 'node:path';
import { globalsReplacedBy } from '@ticketing/testing';

it('does not replace functions of the language', () => {
  expect(globalsReplacedBy(join(__dirname, '../../dist/models/user.js'))).toEqual([]);
});
