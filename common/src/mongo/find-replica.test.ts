import { Types } from 'mongoose';
import { NotFoundError } from '../errors/http-errors.js';
import { databaseClock } from './database-clock.js';
import { findReplica } from './find-replica.js';

const idMade = (minutesAgo: number) =>
  String(Types.ObjectId.createFromTime(Math.floor(databaseClock.now() / 1000 - minutesAgo * 60)));

it.each([0, 9, -9])('waits for the copy of a document made %d minutes ago', async (minutes) => {
  const find = jest
    .fn()
    .mockResolvedValueOnce(null)
    .mockResolvedValueOnce(undefined)
    .mockResolvedValue('copy');
  expect(await findReplica(idMade(minutes), find)).toBe('copy');
  expect(find).toHaveBeenCalledTimes(3);
});

it.each([11, -11])('does not wait for one made %d minutes ago', async (minutes) => {
  const find = jest.fn().mockResolvedValue(null);
  await expect(findReplica(idMade(minutes), find)).rejects.toThrow(NotFoundError);
  expect(find).toHaveBeenCalledTimes(1);
});

it('does not wait for longer than about a second', async () => {
  const find = jest.fn().mockResolvedValue(null);
  await expect(findReplica(idMade(0), find)).rejects.toThrow(NotFoundError);
  expect(find).toHaveBeenCalledTimes(21);
});
