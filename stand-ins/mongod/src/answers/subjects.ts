import { aggregation } from './aggregation.cases.js';
import type { Page } from './case.js';
import { comparison } from './comparison.cases.js';
import { indexes } from './indexes.cases.js';
import { projection } from './projection.cases.js';
import { regexes } from './regex.cases.js';
import { queryOperators } from './query-operators.cases.js';
import { refused } from './refused.cases.js';
import { updateOperators } from './update-operators.cases.js';
import { commands } from './commands.cases.js';
import { filters } from './filters.cases.js';
import { updates } from './updates.cases.js';

/** Every subject of the table, with its pages. */
export const SUBJECTS: Readonly<Record<string, readonly Page[]>> = {
  aggregation,
  comparison,
  indexes,
  projection,
  'query operators': queryOperators,
  refused,
  regexes,
  'update operators': updateOperators,
  filters,
  updates,
  commands,
};
