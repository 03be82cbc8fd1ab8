import { Types } from 'mongoose';

/** A new id in the form that the services use: 24 hex digits. */
export const newId = () => new Types.ObjectId().toHexString();
