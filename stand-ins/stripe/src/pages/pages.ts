import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Router, urlencoded, type Request, type Response } from 'express';
import type { Context } from '../http/context.js';
import { bundle } from './bundle.js';
import { sendCardPage } from './card-page.js';
import { explain } from './find-payment.js';
import { pay, showPay } from './pay.js';
import { endThreeDSecure, showThreeDSecure } from './three-d-secure.js';

const SCRIPTS = join(__dirname, '../../dist/browser');
const STYLES = join(__dirname, '../../assets/pages.css');

/** What a buyer's browser gets: the page script at /v3/, its frames, and the pages that work without JavaScript. */
export function pages(context: Context): Router {
  const router = Router({ caseSensitive: true });
  const { script, style } = files();
  router.get('/v3', script('stripe-js.js'));
  router.get('/v3/card', (_request, response) => sendCardPage(response));
  router.get('/assets/card-frame.js', script('card-frame.js'));
  router.get('/assets/three-d-secure.js', script('three-d-secure.js'));
  router.get('/assets/pages.css', style);
  const form = urlencoded({ extended: false, limit: '100kb' });
  router.get('/pay/:id', (request, response) => showPay(context, request, response));
  router.post('/pay/:id', form, (request, response) => pay(context, request, response));
  router.get('/3ds/:id', (request, response) => showThreeDSecure(context, request, response));
  router.post('/3ds/:id', form, (request, response) => endThreeDSecure(context, request, response));
  router.use((request, response) => {
    explain(response, 404, 'This page is not there', `The stand-in for Stripe has no page ${request.path}.`);
  });
  router.use((error: unknown, _request: Request, response: Response, _next: unknown) => {
    const { status = 500, message } = error as { status?: number; message: string };
    if (status >= 500) context.logger.error(`page: ${message}`);
    explain(response, status, 'Something went wrong', 'The stand-in for Stripe could not show this page.');
  });
  return router;
}

function files() {
  const send = (type: string, text: string) => (_request: Request, response: Response) => {
    response.set({ 'x-content-type-options': 'nosniff', 'cache-control': 'no-cache' });
    response.type(type).send(text);
  };
  return {
    script: (entry: string) => send('text/javascript', bundle(SCRIPTS, entry)),
    style: send('text/css', readFileSync(STYLES, 'utf8')),
  };
}
