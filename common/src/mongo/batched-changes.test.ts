import { MongoServer } from '../testing/stand-ins.js';
import mongoose, { type HydratedDocument, Schema } from 'mongoose';
import { BatchedChanges } from './batched-changes.js';
import { connectMongo } from './connect.js';
import { retryOnConflict } from './retry-on-conflict.js';
import { versionPlugin } from './versions.js';

interface Account {
  balance: number;
  marks: string[];
  version: number;
}
type AccountDocument = HydratedDocument<Account>;

const schema = new Schema<Account>({ balance: { type: Number, max: 1_000 }, marks: [String] });
schema.plugin(versionPlugin);
const Account = mongoose.model<Account>('Account', schema);
const mongo = new MongoServer();

beforeAll(async () => {
  await mongo.start();
  await connectMongo(mongo.uri('accounts'), [Account]);
});
afterAll(async () => {
  await mongoose.disconnect();
  await mongo.stop();
});

const accounts = (count: number) => Account.create(Array.from({ length: count }, () => ({ balance: 0 })));
const stored = (account: AccountDocument) => Account.findById(account._id).lean();
const add = (amount: number) => (account: AccountDocument | null) => {
  account!.balance += amount;
  return account!.balance;
};

describe('BatchedChanges', () => {
  it('makes many changes, and gives each caller its own result', async () => {
    const changes = new BatchedChanges<AccountDocument>(Account);
    const all = await accounts(300);
    const results = await Promise.all(
      all.map((account, index) => changes.change(String(account._id), add(index))),
    );
    expect(results).toEqual(all.map((_, index) => index));
    expect(
      (await Account.find({ _id: { $in: all } }).sort({ balance: 1 })).map(({ balance }) => balance),
    ).toEqual(results);
  });

  it('reads and writes a batch in two commands', async () => {
    const changes = new BatchedChanges<AccountDocument>(Account);
    const all = await accounts(50);
    const find = jest.spyOn(Account, 'find');
    const bulkSave = jest.spyOn(Account, 'bulkSave');
    await Promise.all(all.map((account) => changes.change(String(account._id), add(1))));
    expect(find).toHaveBeenCalledTimes(1);
    expect(bulkSave).toHaveBeenCalledTimes(1);
    find.mockRestore();
    bulkSave.mockRestore();
  });

  it('makes a version for each change of one document', async () => {
    const changes = new BatchedChanges<AccountDocument>(Account);
    const [account] = await accounts(1);
    const results = await Promise.all([1, 1, 1, 1].map((n) => changes.change(String(account!._id), add(n))));
    expect(results).toEqual([1, 2, 3, 4]);
    expect(await stored(account!)).toMatchObject({ balance: 4, version: 4 });
  });

  it('saves nothing without a change, and passes null for a missing document', async () => {
    const changes = new BatchedChanges<AccountDocument>(Account);
    const [account] = await accounts(1);
    const missing = new mongoose.Types.ObjectId().toHexString();
    const known = (found: AccountDocument | null) => found !== null;
    expect(
      await Promise.all([changes.change(String(account!._id), known), changes.change(missing, known)]),
    ).toEqual([true, false]);
    expect((await stored(account!))?.version).toBe(0);
  });

  it('rejects only the change that throws', async () => {
    const changes = new BatchedChanges<AccountDocument>(Account);
    const [good, bad] = await accounts(2);
    const results = await Promise.allSettled([
      changes.change(String(good!._id), add(5)),
      changes.change(String(bad!._id), () => {
        throw new Error('refused');
      }),
    ]);
    expect(results).toMatchObject([{ value: 5 }, { reason: { message: 'refused' } }]);
    expect((await stored(bad!))?.version).toBe(0);
  });

  it('saves the others when one document is invalid', async () => {
    const changes = new BatchedChanges<AccountDocument>(Account);
    const [good, bad] = await accounts(2);
    const results = await Promise.allSettled([
      changes.change(String(good!._id), add(5)),
      changes.change(String(bad!._id), add(5_000)),
    ]);
    expect(results).toMatchObject([{ value: 5 }, { reason: { name: 'ValidationError' } }]);
    expect((await stored(good!))?.balance).toBe(5);
  });

  it('makes each change exactly once while others change the same documents', async () => {
    const [batched, other] = [
      new BatchedChanges<AccountDocument>(Account),
      new BatchedChanges<AccountDocument>(Account),
    ];
    const all = await accounts(20);
    const mark = (who: string) => (account: AccountDocument | null) => {
      if (!account!.marks.includes(who)) account!.marks.push(who);
    };
    await Promise.all(
      all.flatMap((account) => [
        batched.change(String(account._id), mark('a')),
        other.change(String(account._id), mark('b')),
        retryOnConflict(async () => {
          const found = await Account.findById(account._id);
          mark('c')(found);
          await found!.save();
        }),
      ]),
    );
    for (const account of all) {
      const { marks, version } = (await stored(account))!;
      expect({ marks: marks.sort(), version }).toEqual({ marks: ['a', 'b', 'c'], version: 3 });
    }
  });
});
