import { model, Schema } from 'mongoose';

/** An account that was deleted. Its tickets are on sale no more, and it lists no more. */
interface DeletedSellerFields {
  /** The account. */
  _id: string;
  /** When this service heard of it. */
  heardAt: Date;
}

const deletedSellerSchema = new Schema<DeletedSellerFields>(
  { _id: String, heardAt: { type: Date, required: true } },
  { versionKey: false },
);
deletedSellerSchema.index({ heardAt: 1 });

export const DeletedSeller = model<DeletedSellerFields>('DeletedSeller', deletedSellerSchema);
