import { equalValues } from '../bson/order.js';
import { shownDoc, shownValue } from '../bson/show.js';
import { isDoc, truthy, type Doc } from '../bson/values.js';
import { badValue, CommandError, notSupported } from '../errors.js';
import { checkFields, flagField, refuse } from './context.js';

/** These make another kind of collection. Ignoring one of them would give wrong answers. */
const REFUSED = [
  'timeseries',
  'viewOn',
  'validator',
  'clusteredIndex',
  'encryptedFields',
  'changeStreamPreAndPostImages',
  'storageEngine',
  'indexOptionDefaults',
] as const;

/** Without a validator these change nothing. `listCollections` shows them. */
const KEPT = ['validationLevel', 'validationAction'] as const;

const FIELDS = [
  ...REFUSED,
  ...KEPT,
  'capped',
  'size',
  'max',
  'pipeline',
  'collation',
  'autoIndexId',
  'expireAfterSeconds',
  'idIndex',
];

const VALUES: Readonly<Record<(typeof KEPT)[number], readonly string[]>> = {
  validationLevel: ['off', 'strict', 'moderate'],
  validationAction: ['error', 'warn'],
};

const invalid = (message: string): CommandError => new CommandError(72, message);

/** Reads the options of `create`: those that are kept with the collection. */
export function createOptions(body: Doc): Doc {
  checkFields(body, 'create', FIELDS);
  checkCombinations(body);
  refuse(body, ...REFUSED, 'capped');
  if (isDoc(body.collation) && body.collation.locale !== 'simple') throw notSupported('collation');
  checkIdIndex(body.idIndex);
  const options: Doc = {};
  for (const field of KEPT) {
    const value = body[field];
    if (value === undefined) continue;
    if (typeof value !== 'string' || !VALUES[field].includes(value))
      throw badValue(
        `Enumeration value ${shownValue(value)} for field 'create.${field}' is not a valid value.`,
      );
    options[field] = value;
  }
  return options;
}

function checkCombinations(body: Doc): void {
  const capped = flagField(body, 'capped', 'create') === true;
  if (capped && body.size === undefined) throw invalid("the 'size' field is required when 'capped' is true");
  if (!capped && (body.size !== undefined || body.max !== undefined))
    throw invalid("the 'capped' field needs to be true when either the 'size' or 'max' fields are present");
  if (body.pipeline !== undefined && body.viewOn === undefined)
    throw invalid("'pipeline' requires 'viewOn' to also be specified");
  if (body.autoIndexId !== undefined && !truthy(body.autoIndexId))
    throw invalid(
      'autoIndexId:false is not allowed for collections in databases other than the local database',
    );
  const expires = body.expireAfterSeconds !== undefined;
  if (expires && body.timeseries === undefined && body.clusteredIndex === undefined)
    throw invalid(
      "'expireAfterSeconds' is only supported on time-series collections or when the 'clusteredIndex' option is specified",
    );
}

function checkIdIndex(spec: unknown): void {
  if (spec === undefined) return;
  if (!isDoc(spec) || !equalValues(spec.key, { _id: 1 }))
    throw badValue("The field 'key' for an _id index must be {_id: 1}");
}

/** A second `create` with the same options is no error. */
export function checkSameOptions(namespace: string, existing: Doc, wanted: Doc): void {
  if (!equalValues(existing, wanted))
    throw new CommandError(
      48,
      `namespace ${namespace} already exists, but with different options: ${shownDoc(existing)}`,
    );
}
