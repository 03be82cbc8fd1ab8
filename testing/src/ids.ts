import { Types } from 'mongoose';

/** A new id, as the services write them: 24 hex digits. */
export const newId = () => new Types.ObjectId().toHexString();
