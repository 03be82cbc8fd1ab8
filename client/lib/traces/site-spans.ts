import type { Attributes } from '@opentelemetry/api';

/** The part of a span that Next.js has made which may be sent. */
interface MadeSpan {
  name: string;
  attributes: Attributes;
  status: { code: number; message?: string };
}

/** Parts of a page that tell nothing about where its time goes. No other span is a part of one of them. */
const DULL: ReadonlySet<unknown> = new Set([
  'LoadComponents.loadRouteModule',
  'NextNodeServer.clientComponentLoading',
  'NextNodeServer.findPageComponents',
  'NextNodeServer.getLayoutOrPageModule',
  'NextNodeServer.startResponse',
  'RouteModule.prepare',
]);

/**
 * A span as it is sent; undefined when it is not. Next.js writes down the whole address of a page, which has what people search
 * for, and the text and the stack of each error. Only the path and the kind of the error stay.
 */
export function siteSpans<S extends MadeSpan>(span: S): S | undefined {
  const { name, attributes, status } = span;
  if (DULL.has(attributes['next.span_type'])) return undefined;
  const path = (text: string) => text.split('?')[0]!;
  const kept = Object.entries(attributes).map(([key, value]) => [
    key,
    typeof value === 'string' ? path(value) : value,
  ]);
  const of = {
    name: path(name),
    attributes: Object.fromEntries(kept) as Attributes,
    status: { code: status.code, message: attributes['error.type'] as string | undefined },
    events: [],
  };
  const properties = Object.entries(of).map(([key, value]) => [key, { value }]);
  return Object.create(span, Object.fromEntries(properties) as PropertyDescriptorMap) as S;
}
