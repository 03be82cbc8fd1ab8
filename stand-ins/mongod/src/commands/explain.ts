import { shownValue } from '../bson/show.js';
import { isDoc, type Doc } from '../bson/values.js';
import { badValue, CommandError } from '../errors.js';
import type { Query } from '../plan/execute.js';
import { MONGODB_VERSION } from '../mongodb-version.js';
import type { Plan } from '../plan/planner.js';
import { aggregateQuery } from './aggregate.js';
import { collectionName, docField, type Command, type Context } from './context.js';
import { collectionOrEmpty } from './empty-collection.js';
import { findQuery } from './find.js';
import { makeQuery, rows, type Window } from './query.js';

/**
 * Shows the plan of a command. Unless `verbosity` is `queryPlanner`, it also runs the query and shows its
 * cost. It changes no document.
 */
export const explain: Command = (context) => {
  const inner = context.body.explain;
  if (!isDoc(inner)) throw new CommandError(14, 'explain needs a command');
  const { verbosity = 'allPlansExecution' } = context.body;
  if (typeof verbosity !== 'string' || !VERBOSITIES.includes(verbosity))
    throw badValue(
      `Enumeration value '${shownValue(verbosity)}' for field 'explain.verbosity' is not a valid value.`,
    );
  const explained: Context = { ...context, body: { $db: context.db, ...inner } };
  const { query, window } = explainedQuery(explained);
  const answer: Doc = {
    explainVersion: '1',
    queryPlanner: {
      namespace: query.collection.namespace,
      parsedQuery: docField(inner, 'filter'),
      winningPlan: winningPlan(query, window),
      rejectedPlans: [],
    },
    command: inner,
    serverInfo: { host: '127.0.0.1', port: context.port, version: MONGODB_VERSION },
  };
  if (verbosity !== 'queryPlanner') answer.executionStats = executionStats(query, window);
  return answer;
};

const VERBOSITIES = ['queryPlanner', 'executionStats', 'allPlansExecution'];

function explainedQuery(context: Context): { query: Query; window: Window } {
  const { body } = context;
  const name = Object.keys(body).find((key) => key !== '$db') ?? '';
  const filterOf = (entries: unknown): Doc => {
    const first: unknown = Array.isArray(entries) ? entries[0] : undefined;
    return isDoc(first) ? docField(first, 'q') : {};
  };
  switch (name) {
    case 'find':
      return findQuery(context);
    case 'aggregate':
      return aggregateQuery(context);
    case 'count':
    case 'distinct':
    case 'findAndModify': {
      const options = { filter: docField(body, 'query'), sort: body.sort, hint: body.hint };
      return { query: makeQuery(collectionOrEmpty(context, name), options), window: {} };
    }
    case 'update':
      return {
        query: makeQuery(collectionOrEmpty(context, name), { filter: filterOf(body.updates) }),
        window: {},
      };
    case 'delete':
      return {
        query: makeQuery(collectionOrEmpty(context, name), { filter: filterOf(body.deletes) }),
        window: {},
      };
  }
  collectionName(context, name);
  throw new CommandError(59, `Explain failed due to unknown command: ${name}`);
}

function winningPlan(query: Query, { limit, skip }: Window): Doc {
  let stage = planStage(query.plan);
  if (!query.plan.sorted)
    stage = {
      stage: 'SORT',
      sortPattern: Object.fromEntries(query.sort.map(({ path, descending }) => [path, descending ? -1 : 1])),
      inputStage: stage,
    };
  if (skip) stage = { stage: 'SKIP', skipAmount: skip, inputStage: stage };
  if (limit) stage = { stage: 'LIMIT', limitAmount: limit, inputStage: stage };
  return stage;
}

function planStage(plan: Plan): Doc {
  if (plan.kind === 'scan') return { stage: 'COLLSCAN', direction: 'forward' };
  if (plan.kind === 'or')
    return { stage: 'FETCH', inputStage: { stage: 'OR', inputStages: plan.branches.map(planStage) } };
  const { spec, multikey } = plan.index;
  return {
    stage: 'FETCH',
    inputStage: {
      stage: 'IXSCAN',
      keyPattern: spec.key,
      indexName: spec.name,
      isMultiKey: multikey.includes(true),
      isUnique: spec.unique === true,
      isSparse: spec.sparse === true,
      isPartial: spec.partialFilterExpression !== undefined,
      direction: plan.reverse ? 'backward' : 'forward',
      intervals: plan.intervals.length,
    },
  };
}

function executionStats(query: Query, window: Window): Doc {
  const startedAt = performance.now();
  let nReturned = 0;
  for (const _ of rows(query, window)) nReturned++;
  return {
    executionSuccess: true,
    nReturned,
    executionTimeMillis: Math.round(performance.now() - startedAt),
    totalKeysExamined: query.effort.keysExamined,
    totalDocsExamined: query.effort.docsExamined,
    executionStages: winningPlan(query, window),
  };
}
