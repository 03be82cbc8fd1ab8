import mongoose, { type HydratedDocument, Schema } from 'mongoose';
import { isOutage } from '../errors/is-outage.js';
import { Subjects } from '../events/subjects.js';
import { connectMongo } from '../mongo/connect.js';
import { plainDocuments } from '../mongo/plain-documents.js';
import { retryOnConflict } from '../mongo/retry-on-conflict.js';
import { withTrace } from '../telemetry/trace-context.js';
import { MongoServer } from '../testing/stand-ins.js';
import { BatchedChanges } from './batched-changes.js';
import type { Changing } from './changing-document.js';
import { OUTBOX_FILLED, type OutboxFields, outboxPlugin, record } from './outbox-plugin.js';

interface AccountFields extends OutboxFields {
  balance: number;
  number?: number | undefined;
  marks: string[];
  owner?: { name: string };
  secret?: string;
}
interface AccountMethods {
  pay(amount: number): number;
  mark(who: string): void;
}
type AccountDocument = HydratedDocument<AccountFields, AccountMethods>;
type ChangingAccount = Changing<AccountFields, AccountMethods>;

const methods: AccountMethods & ThisType<ChangingAccount> = {
  pay(amount) {
    this.balance += amount;
    return this.balance;
  },
  mark(who) {
    if (!this.marks.includes(who)) this.marks = [...this.marks, who];
  },
};
const schema = new Schema<
  AccountFields,
  mongoose.Model<AccountFields, object, AccountMethods>,
  AccountMethods
>(
  {
    balance: Number,
    number: Number,
    marks: [String],
    owner: { name: String },
    secret: { type: String, select: false },
  },
  { methods },
);
schema.plugin(outboxPlugin);
schema.index({ number: 1 }, { unique: true, sparse: true });
const Account = mongoose.model<AccountFields, mongoose.Model<AccountFields, object, AccountMethods>>(
  'Account',
  schema,
);
const mongo = new MongoServer();

beforeAll(async () => {
  await mongo.start();
  await connectMongo(mongo.uri('accounts'), [Account]);
});
afterAll(async () => {
  await mongoose.disconnect();
  await mongo.stop();
});
beforeEach(() => Account.deleteMany({}));
afterEach(() => jest.restoreAllMocks());

const newChanges = () => new BatchedChanges<AccountFields, AccountMethods>(Account);
const accounts = (count: number) => Account.create(Array.from({ length: count }, () => ({ balance: 0 })));
const stored = ({ _id }: AccountDocument) => plainDocuments<AccountFields>(Account).findOne({ _id });
const add = (amount: number) => (account: ChangingAccount | null) => account!.pay(amount);
const tell = (account: ChangingAccount) =>
  record(account, Subjects.OrderCancelled, { ticket: { id: 'a'.repeat(24), hold: 1 } });

describe('BatchedChanges', () => {
  it('makes many changes, and gives each caller its own result', async () => {
    const changes = newChanges();
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
    const changes = newChanges();
    const all = await accounts(50);
    const find = jest.spyOn(Account.collection, 'find');
    const bulkWrite = jest.spyOn(Account.collection, 'bulkWrite');
    await Promise.all(all.map((account) => changes.change(String(account._id), add(1))));
    expect(find).toHaveBeenCalledTimes(1);
    expect(bulkWrite).toHaveBeenCalledTimes(1);
  });

  it('makes a version for each change of one document', async () => {
    const changes = newChanges();
    const [account] = await accounts(1);
    const results = await Promise.all([1, 1, 1, 1].map((n) => changes.change(String(account!._id), add(n))));
    expect(results).toEqual([1, 2, 3, 4]);
    expect(await stored(account!)).toMatchObject({ balance: 4, version: 4 });
  });

  it('saves nothing without a change, and passes null for a missing document', async () => {
    const changes = newChanges();
    const [account] = await accounts(1);
    const missing = new mongoose.Types.ObjectId().toHexString();
    const known = (found: ChangingAccount | null) => found !== null;
    expect(
      await Promise.all([changes.change(String(account!._id), known), changes.change(missing, known)]),
    ).toEqual([true, false]);
    expect((await stored(account!))?.version).toBe(0);
  });

  it('rejects only the change that throws', async () => {
    const changes = newChanges();
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

  it('saves the others when an index refuses one', async () => {
    const changes = newChanges();
    const [first, second, third] = await accounts(3);
    const number = (account: ChangingAccount | null) => (account!.number = 7);
    await changes.change(String(first!._id), number);
    const results = await Promise.allSettled([
      changes.change(String(second!._id), number),
      changes.change(String(third!._id), (found) => (found!.balance = 5)),
    ]);
    expect(results).toMatchObject([{ reason: { code: 11000 } }, { value: 5 }]);
    expect(await stored(third!)).toMatchObject({ balance: 5, version: 1 });
  });

  it('writes the events of a change with it, and tells the relay', async () => {
    const told = jest.fn();
    Account.on(OUTBOX_FILLED, told);
    const changes = newChanges();
    const [account, other] = await accounts(2);
    const id = String(account!._id);
    await Promise.all([
      changes.change(id, (found) => tell(found!)),
      changes.change(String(other!._id), add(1)),
    ]);
    await changes.change(id, (found) => tell(found!));
    Account.off(OUTBOX_FILLED, told);
    const { outbox } = (await stored(account!))!;
    expect(outbox).toMatchObject([{ data: { id, version: 1 } }, { data: { id, version: 2 } }]);
    expect(told.mock.calls).toMatchObject([
      [{ _id: account!._id, outbox: [outbox[0]] }],
      [{ _id: account!._id, outbox }],
    ]);
  });

  it('records the events of each change in its own trace', async () => {
    const changes = newChanges();
    const all = await accounts(3);
    const traces = ['1', '2', '3'].map((digit) => digit.repeat(32));
    await Promise.all(
      all.map(({ _id }, index) =>
        withTrace(`00-${traces[index]}-b7ad6b7169203331-01`, () =>
          changes.change(String(_id), (found) => tell(found!)),
        ),
      ),
    );
    const recorded = await Promise.all(all.map(async (account) => (await stored(account))!.outbox[0]!.data));
    expect(recorded.map(({ traceparent }) => traceparent?.slice(3, 35))).toEqual(traces);
  });

  it('tells the relay of events that a write left behind whose answer was another', async () => {
    const told = jest.fn();
    const changes = newChanges();
    const [account] = await accounts(1);
    const bulkWrite = Account.collection.bulkWrite.bind(Account.collection);
    jest.spyOn(Account.collection, 'bulkWrite').mockImplementation(async (...args) => {
      await bulkWrite(...args);
      return { matchedCount: 0 } as never; // as if somebody else had written the document
    });
    Account.on(OUTBOX_FILLED, told);
    await changes.change(String(account!._id), (found) => {
      if (found!.balance === 0) {
        found!.pay(1);
        tell(found!);
      }
    });
    Account.off(OUTBOX_FILLED, told);
    const { balance, outbox } = (await stored(account!))!;
    expect({ balance, events: outbox.length }).toEqual({ balance: 1, events: 1 });
    expect(told.mock.calls).toMatchObject([[{ outbox }]]);
  });

  it('removes what becomes undefined, and leaves what is not selected alone', async () => {
    const account = await Account.create({ balance: 1, number: 3, secret: 'kept' });
    let seen: unknown;
    await newChanges().change(String(account._id), (found) => {
      seen = found!.secret;
      found!.number = undefined;
    });
    expect(seen).toBeUndefined();
    const found = await stored(account);
    expect(found).toMatchObject({ balance: 1, secret: 'kept', version: 1 });
    expect(found).not.toHaveProperty('number');
  });

  it('refuses a change inside of a value, which it would not see', async () => {
    const account = await Account.create({ balance: 1, marks: ['a'], owner: { name: 'A' } });
    const changes = newChanges();
    const inside = [
      (found: ChangingAccount | null) => void found!.marks.push('b'),
      (found: ChangingAccount | null) => void (found!.owner!.name = 'B'),
    ];
    for (const change of inside)
      await expect(changes.change(String(account._id), change)).rejects.toThrow(TypeError);
    expect(await stored(account)).toMatchObject({ marks: ['a'], owner: { name: 'A' }, version: 0 });
  });

  it('makes each change exactly once while others change the same documents', async () => {
    const [batched, other] = [newChanges(), newChanges()];
    const all = await accounts(20);
    const mark = (who: string) => (account: { mark(who: string): void } | null) => account!.mark(who);
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

it('does not count a batch as written when the database dies before the write', async () => {
  const told = jest.fn();
  Account.on(OUTBOX_FILLED, told);
  const [account] = await accounts(1);
  const change = newChanges().change(String(account!._id), (found) => {
    process.kill(mongo.pid!, 'SIGKILL');
    tell(found!);
  });
  const error: unknown = await change.catch((reason: unknown) => reason);
  Account.off(OUTBOX_FILLED, told);
  expect(isOutage(error)).toBe(true);
  expect(told).not.toHaveBeenCalled();
  await mongo.start();
});
