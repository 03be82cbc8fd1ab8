import { aggregation } from './aggregation.cases.js';
import type { Page } from './case.js';

/** Every subject of the table, with its pages. */
export const SUBJECTS: Readonly<Record<string, readonly Page[]>> = { aggregation };
