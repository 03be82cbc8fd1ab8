import { type CallExpression, type Expression, type Node, parse, type ReturnStatement } from 'acorn';
import { fullAncestor } from 'acorn-walk';
import MagicString from 'magic-string';
import { functionName } from './function-name.js';

/** The kind of step that a crash point is. */
export type PointKind = 'await' | 'for await' | 'return' | 'ack';

/** A crash point: a step after which the process may be gone. */
export interface Point {
  /** `<workspace>/src/<file>.ts:<function>#<n>`: it stays the same when lines move. */
  name: string;
  kind: PointKind;
}

/** Instrumented code calls the runtime by this global name. The preload puts it there. */
export const RUNTIME = '__crashPoints';

/**
 * Makes each crash point a call of the runtime: every await, every promise that an async function returns without one,
 * and every acknowledgement of a message. Lines stay where they are.
 * @param source JavaScript as tsc writes it, CommonJS.
 * @param path the source file it comes from.
 */
export function instrument(source: string, path: string): { code: string; points: Point[] } {
  const program = parse(source, {
    ecmaVersion: 'latest',
    sourceType: 'script',
    allowReturnOutsideFunction: true,
  });
  const found: { at: Node; kind: PointKind; owner: string }[] = [];
  fullAncestor(program, (node, _state, ancestors) => {
    const kind = kindOf(node, ancestors);
    if (kind) found.push({ at: node, kind, owner: functionName(ancestors) });
  });
  found.sort((a, b) => a.at.start - b.at.start);

  const code = new MagicString(source);
  const seen = new Map<string, number>();
  const points = found.map(({ at, kind, owner }) => {
    const ordinal = (seen.get(owner) ?? 0) + 1;
    seen.set(owner, ordinal);
    const name = `${path}:${owner}#${ordinal}`;
    wrap(code, at, kind, JSON.stringify(name));
    return { name, kind };
  });
  return { code: code.toString(), points };
}

function kindOf(node: Node, ancestors: Node[]): PointKind | undefined {
  if (node.type === 'AwaitExpression') return 'await';
  if (node.type === 'ForOfStatement' && (node as unknown as { await: boolean }).await) return 'for await';
  if (isAcknowledgement(node)) return 'ack';
  if (returned(node)?.type !== 'CallExpression') return undefined;
  const around = node.type === 'ReturnStatement' ? ancestors.slice(0, -1) : ancestors;
  const owner = around.findLast(isFunction) as { async?: boolean } | undefined;
  return owner?.async ? 'return' : undefined;
}

/** The expression that a `return`, or an arrow function without one, gives back. */
function returned(node: Node): Expression | null | undefined {
  if (node.type === 'ReturnStatement') return (node as ReturnStatement).argument;
  if (node.type !== 'ArrowFunctionExpression') return undefined;
  const { body } = node as unknown as { body: Expression };
  return body;
}

function isFunction({ type }: Node): boolean {
  return /^(Arrow)?Function(Expression|Declaration)$/.test(type);
}

function isAcknowledgement(node: Node): boolean {
  if (node.type !== 'CallExpression') return false;
  const { callee, arguments: args } = node as CallExpression;
  if (callee.type !== 'MemberExpression' || args.length > 0) return false;
  return callee.property.type === 'Identifier' && callee.property.name === 'ack';
}

function wrap(code: MagicString, node: Node, kind: PointKind, name: string): void {
  if (kind === 'await') {
    const { argument } = node as unknown as { argument: Node };
    code.prependRight(node.start, `${RUNTIME}.after(${name}, `).appendLeft(node.end, ')');
    code.prependRight(argument.start, `${RUNTIME}.issued(${name}, `).appendLeft(argument.end, ')');
    return;
  }
  const [part, method] =
    kind === 'for await'
      ? [(node as unknown as { right: Node }).right, 'each']
      : kind === 'ack'
        ? [node, 'done']
        : [returned(node)!, 'settled'];
  code.prependRight(part.start, `${RUNTIME}.${method}(${name}, `).appendLeft(part.end, ')');
}
