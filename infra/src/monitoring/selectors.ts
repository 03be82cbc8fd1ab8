// the grammar that Prometheus itself uses in its pages
import { parser } from '@prometheus-io/lezer-promql';

/** A condition on a label, such as `outcome="parked"`. */
export interface Matcher {
  label: string;
  operator: string;
  value: string;
}

/** The part of an expression that chooses series: the name of a metric, and conditions on its labels. */
export interface Selector {
  metric: string;
  matchers: Matcher[];
}

/** The selectors of an expression in PromQL, and the labels that it groups by. */
export interface Expression {
  selectors: Selector[];
  groupedBy: string[];
}

/** @throws Error when the text is no PromQL. */
export function parseExpression(text: string): Expression {
  const selectors: Selector[] = [];
  const groupedBy: string[] = [];
  let matcher: Matcher | undefined;
  const grouping = { open: false };
  parser.parse(text).iterate({
    enter: ({ type, name, from, to }) => {
      const part = text.slice(from, to);
      if (type.isError) throw new Error(`no PromQL at ${from}: ${text}`);
      if (name === 'GroupingLabels') grouping.open = true;
      else if (name === 'VectorSelector') selectors.push({ metric: '', matchers: [] });
      else if (name === 'Identifier') selectors.at(-1)!.metric = part;
      else if (name === 'UnquotedLabelMatcher') {
        matcher = { label: '', operator: '', value: '' };
        selectors.at(-1)!.matchers.push(matcher);
      } else if (name === 'LabelName' && grouping.open) groupedBy.push(part);
      else if (matcher && name === 'LabelName') matcher.label = part;
      else if (matcher && name === 'MatchOp') matcher.operator = part;
      else if (matcher && name === 'StringLiteral') matcher.value = JSON.parse(part) as string;
    },
    leave: ({ name }) => {
      if (name === 'GroupingLabels') grouping.open = false;
      if (name === 'UnquotedLabelMatcher') matcher = undefined;
    },
  });
  return { selectors, groupedBy };
}
