import { join } from 'node:path';
import { globalsReplacedBy } from '@ticketing/testing';

it('leaves the functions of the language as they are', () => {
  expect(globalsReplacedBy(join(__dirname, '../../dist/models/user.js'))).toEqual([]);
});
