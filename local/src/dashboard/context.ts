import type { Response } from 'express';
import type { TraceStore } from '../traces/trace-store.js';
import type { System } from '../system.js';
import type { Databases } from './data/databases.js';
import type { EventTap } from './data/event-tap.js';
import type { Timers } from './data/timers.js';
import type { Token } from './web/guards.js';
import type { Html } from './web/html.js';
import type { PagePath } from './web/layout.js';
import type { Notices } from './web/notices.js';

/** The things that the pages share. */
export interface Context {
  system: System;
  /** Every form of a page carries it. Without one, pages have no buttons. */
  token: Token;
  notices: Notices;
  traces: TraceStore;
  events: EventTap;
  databases: Databases;
  timers: Timers;
  show: (response: Response, page: { path: PagePath; title: string; body: Html; status?: number }) => void;
}
