// one copy of prom-client has one registry, which `/metrics` serves
export { Counter, Gauge, Histogram } from 'prom-client';
export { createLogger, type Logger } from './logger.js';
export { currentTraceparent, withTrace } from './trace-context.js';
export { annotate, continueTrace, span, type SpanOptions, useCase, useTracer } from './tracing/span.js';
