import express, { type RequestHandler } from 'express';
import type { TraceStore } from '../traces/trace-store.js';

const MOST_BYTES = '8mb';

/**
 * Takes spans as OTLP/HTTP in JSON (https://opentelemetry.io/docs/specs/otlp/#otlphttp). No page can send this: a browser
 * asks before it sends JSON to another origin, and gets no leave.
 */
export function receiveTraces(store: TraceStore): RequestHandler[] {
  const take: RequestHandler = (request, response) => {
    if (!request.is('application/json')) {
      response.status(415).json({ message: 'the body must be application/json' });
      return;
    }
    try {
      store.receive(request.body);
      response.json({});
    } catch (error) {
      response.status(400).json({ message: (error as Error).message });
    }
  };
  return [express.json({ limit: MOST_BYTES }), take];
}
