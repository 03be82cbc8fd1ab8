import { isDuplicateKey } from '@ticketing/common/mongo';
import { readAddress } from '../addresses.js';
import { User } from './user.js';

/** An address of other characters, or a domain in punycode. All other addresses have been in their one form from the start. */
const MAY_DIFFER = /[^ -~]|@(.*\.)?xn--/;

/**
 * Brings the addresses of older accounts into the form of `readAddress`, so that no second account can be made for one of
 * them. An address stays as it is when another account has its new form, or when it has none; `findUser` finds it then.
 * Several instances may do this at the same time, and again at each start.
 */
export async function renewAddresses(): Promise<void> {
  for await (const { _id, email } of User.find({ email: MAY_DIFFER }).select('email').lean().cursor()) {
    const renewed = readAddress(email);
    if (renewed === undefined || renewed === email) continue;
    await User.updateOne({ _id, email }, { $set: { email: renewed }, $inc: { version: 1 } }).catch(
      (error: unknown) => {
        if (!isDuplicateKey(error, 'email')) throw error;
      },
    );
  }
}
