import type { Response } from 'express';
import type { System } from '../system.js';
import type { Html } from './web/html.js';
import type { PagePath } from './web/layout.js';
import type { Notices } from './web/notices.js';

/** The things that the pages share. */
export interface Context {
  system: System;
  /** Every form of a page carries it. */
  token: string;
  notices: Notices;
  show: (response: Response, page: { path: PagePath; title: string; body: Html; status?: number }) => void;
}
