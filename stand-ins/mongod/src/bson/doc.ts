/**
 * A decoded document. Numbers keep their BSON type: an int32 is a number and an int64 a bigint. A double is a
 * number if `serialize` writes that number as a double again, else it is a `Double`.
 */
export type Doc = Record<string, unknown>;
