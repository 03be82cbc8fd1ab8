import type { JsonSchema } from '../schemas.js';

/**
 * Who has to go on working after a change: `sender` writes such values (a client that sends a request), `reader` reads them (a
 * client that reads an answer, a listener that hears an event).
 */
export type Side = 'sender' | 'reader';

/** These say nothing about which values are valid. */
const WORDS = new Set(['description', 'title', 'examples', 'default', 'deprecated']);
/** These are compared part by part. */
const PARTS = new Set(['type', 'properties', 'required', 'items', 'enum', 'const', 'additionalProperties']);
/** A value must be at least, or at most, so large or long. */
const LEAST = new Set(['minimum', 'exclusiveMinimum', 'minLength', 'minItems', 'minProperties']);
const MOST = new Set(['maximum', 'exclusiveMaximum', 'maxLength', 'maxItems', 'maxProperties']);

/**
 * What a change of a schema breaks for one side. A sender must not be refused more than before, so a schema may not get
 * narrower. A reader must not meet more than before, so a schema may not get wider; a new field is no break, because readers
 * ignore fields that they do not know. A keyword that this code does not know may not change at all.
 */
export function schemaBreaks(before: JsonSchema, now: JsonSchema, side: Side, at: string): string[] {
  const object = objectBreaks(before, now, side, at);
  const values = valueBreaks(before, now, side, at);
  const items =
    before.items && now.items
      ? schemaBreaks(before.items as JsonSchema, now.items as JsonSchema, side, `${at}[]`)
      : same('items', before, now, at);
  return [...object, ...values, ...items, ...keywordBreaks(before, now, side, at)];
}

function objectBreaks(before: JsonSchema, now: JsonSchema, side: Side, at: string): string[] {
  const [was, is] = [propertiesOf(before), propertiesOf(now)];
  const [wasRequired, isRequired] = [requiredIn(before), requiredIn(now)];
  const breaks = Object.keys(was).flatMap((name) => {
    const path = `${at}.${name}`;
    if (!is[name]) return [`${path} is gone`];
    return schemaBreaks(was[name]!, is[name], side, path);
  });
  for (const name of isRequired) {
    if (side === 'sender' && !wasRequired.includes(name)) breaks.push(`${at}.${name} must be sent now`);
  }
  for (const name of wasRequired) {
    if (side === 'reader' && is[name] && !isRequired.includes(name))
      breaks.push(`${at}.${name} may be missing now`);
  }
  return [...breaks, ...same('additionalProperties', before, now, at)];
}

/** `type`, `enum` and `const` name the values, or the kinds of values, that there are. */
function valueBreaks(before: JsonSchema, now: JsonSchema, side: Side, at: string): string[] {
  const breaks: string[] = [];
  for (const [what, was, is] of [
    ['type', typesOf(before), typesOf(now)],
    ['value', valuesOf(before), valuesOf(now)],
  ] as const) {
    const [may, must] = side === 'sender' ? [is, was] : [was, is];
    if (!may) continue; // anything goes
    const more = must?.filter(
      (value) => !may.includes(value) && !(value === 'integer' && may.includes('number')),
    );
    if (!must)
      breaks.push(
        `${at} ${side === 'sender' ? 'takes only' : 'can have other values than'} ${may.join(', ')}`,
      );
    else if (more!.length > 0) {
      breaks.push(
        `${at} ${side === 'sender' ? 'no longer takes' : 'can have'} the ${what} ${more!.join(', ')}`,
      );
    }
  }
  return breaks;
}

function keywordBreaks(before: JsonSchema, now: JsonSchema, side: Side, at: string): string[] {
  const keywords = new Set([...Object.keys(before), ...Object.keys(now)]);
  return [...keywords].flatMap((keyword) => {
    if (WORDS.has(keyword) || PARTS.has(keyword)) return [];
    const [was, is] = [before[keyword], now[keyword]];
    if (JSON.stringify(was) === JSON.stringify(is)) return [];
    // a rule that is dropped lets more values in, and a new one fewer
    if (is === undefined ? side === 'sender' : was === undefined && side === 'reader') return [];
    if (typeof was === 'number' && typeof is === 'number' && (LEAST.has(keyword) || MOST.has(keyword))) {
      const isNarrower = LEAST.has(keyword) ? is > was : is < was;
      if (isNarrower === (side === 'reader')) return [];
    }
    return [`${at} has another ${keyword}: ${JSON.stringify(is)}, not ${JSON.stringify(was)}`];
  });
}

function same(keyword: string, before: JsonSchema, now: JsonSchema, at: string): string[] {
  return JSON.stringify(before[keyword]) === JSON.stringify(now[keyword])
    ? []
    : [`${at} has other ${keyword}`];
}

const propertiesOf = ({ properties = {} }: JsonSchema) => properties as Record<string, JsonSchema>;
const requiredIn = ({ required = [] }: JsonSchema) => required as string[];

function typesOf({ type }: JsonSchema): string[] | undefined {
  return type === undefined ? undefined : [type].flat().map(String);
}

function valuesOf({ enum: values, const: value }: JsonSchema): string[] | undefined {
  const all = (values as unknown[] | undefined) ?? (value === undefined ? undefined : [value]);
  return all?.map((each) => JSON.stringify(each));
}
