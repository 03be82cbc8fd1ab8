import { type Context, type HrTime, SpanStatusCode, trace, TraceFlags } from '@opentelemetry/api';
import type { ReadableSpan, Span, SpanProcessor } from '@opentelemetry/sdk-trace-base';
import { REST } from './span.js';

/** A request, event or timer that takes longer is kept, whether its trace was chosen or not. Rests in it do not count. */
const SLOW_MS = 1_000;
/** So many spans of traces that were not chosen may wait for the end of what they are a part of. */
const MOST_WAITING = 10_000;

/** The spans under one request, event or timer of this process. */
interface Tree {
  root: object;
  waiting: ReadableSpan[];
  failed: boolean;
  /** How long something in it rested, and until when. Rests at the same time count once. */
  restedMs: number;
  restedUntil: number;
  /** It is undefined until the root has ended. */
  kept?: boolean;
}

/**
 * Passes on the spans of traces that the sampler chose. Of the others it keeps the spans of each request, event or timer in
 * memory until that has ended. It passes them on when something failed in it, or when it was slow.
 */
export class KeptSpans implements SpanProcessor {
  private readonly trees = new WeakMap<object, Tree>();
  private waiting = 0;

  constructor(private readonly next: SpanProcessor) {}

  onStart(span: Span, context: Context): void {
    if (isSampled(span)) return;
    const parent = trace.getSpan(context);
    this.trees.set(span, (parent && this.trees.get(parent)) ?? newTree(span));
  }

  onEnd(span: ReadableSpan): void {
    if (isSampled(span)) return this.next.onEnd(span);
    const tree = this.trees.get(span);
    if (!tree) return;
    if (span.status.code === SpanStatusCode.ERROR) tree.failed = true;
    if (span.name === REST) addRest(tree, span);
    if (tree.kept !== undefined) {
      if (tree.kept) this.next.onEnd(asSampled(span));
    } else if (tree.root === span) this.settle(tree, span);
    else if (this.waiting < MOST_WAITING) {
      this.waiting++;
      tree.waiting.push(span);
    }
  }

  private settle(tree: Tree, root: ReadableSpan): void {
    const waiting = tree.waiting.splice(0);
    this.waiting -= waiting.length;
    tree.kept = tree.failed || ms(root.duration) - tree.restedMs >= SLOW_MS;
    if (tree.kept) for (const span of [...waiting, root]) this.next.onEnd(asSampled(span));
  }

  forceFlush(): Promise<void> {
    return this.next.forceFlush();
  }

  shutdown(): Promise<void> {
    return this.next.shutdown();
  }
}

const newTree = (root: object): Tree => ({
  root,
  waiting: [],
  failed: false,
  restedMs: 0,
  restedUntil: 0,
});

function addRest(tree: Tree, { startTime, endTime }: ReadableSpan): void {
  const end = ms(endTime);
  tree.restedMs += Math.max(0, end - Math.max(ms(startTime), tree.restedUntil));
  tree.restedUntil = Math.max(end, tree.restedUntil);
}

const ms = ([seconds, nanos]: HrTime) => seconds * 1_000 + nanos / 1e6;

const isSampled = (span: { spanContext(): { traceFlags: number } }) =>
  (span.spanContext().traceFlags & TraceFlags.SAMPLED) !== 0;

/** The exporter takes only spans that the sampler chose. */
function asSampled(span: ReadableSpan): ReadableSpan {
  const context = { ...span.spanContext(), traceFlags: TraceFlags.SAMPLED };
  return Object.create(span, { spanContext: { value: () => context } }) as ReadableSpan;
}
