import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { StripeServer } from '@ticketing/stripe';
import type { Page } from 'playwright-core';

/** A shop of one page that uses the stand-in's script as any page may. Its policy is as strict as that of a real one. */
export class CardShop {
  readonly stripe = new StripeServer();
  private server: Server | undefined;

  async start(): Promise<void> {
    await this.stripe.start();
    const { url } = this.stripe;
    this.server = createServer((_request, response) => {
      const policy = `default-src 'none'; script-src ${url}; frame-src ${url}; connect-src ${url}`;
      response.writeHead(200, { 'content-type': 'text/html', 'content-security-policy': policy });
      response.end(
        `<!doctype html><html lang="en"><title>Shop</title><meta name="viewport" content="width=device-width">` +
          `<script src="${url}/v3/"></script><main><h1>Shop</h1><form><div></div><button>Pay</button></form></main></html>`,
      );
    }).listen(0, '127.0.0.1');
    await once(this.server, 'listening');
  }

  async stop(): Promise<void> {
    this.server?.close();
    this.server?.closeAllConnections();
    await this.stripe.stop();
  }

  /** Shows the card form of a new payment. Returns the id of the payment. */
  async open(page: Page, redirect: 'always' | 'if_required' = 'if_required'): Promise<string> {
    const { id, client_secret: clientSecret } = await this.call<{ id: string; client_secret: string }>('', {
      amount: '1999',
      currency: 'usd',
      capture_method: 'manual',
    });
    const origin = `http://localhost:${(this.server?.address() as AddressInfo).port}`;
    await page.goto(origin);
    await page.evaluate(showForm, {
      clientSecret,
      publishableKey: this.stripe.keys.publishableKey,
      redirect,
      returnUrl: `${origin}/back?order=1`,
    });
    return id;
  }

  async status(id: string): Promise<string> {
    return (await this.call<{ status: string }>(`/${id}`)).status;
  }

  private async call<T>(path: string, form?: Record<string, string>): Promise<T> {
    const { url, keys } = this.stripe;
    const body = form && new URLSearchParams(form);
    const headers = { authorization: `Bearer ${keys.secretKey}` };
    const init = body ? { method: 'POST', body, headers } : { headers };
    const response = await fetch(`${url}/v1/payment_intents${path}`, init);
    return (await response.json()) as T;
  }
}

interface Form {
  clientSecret: string;
  publishableKey: string;
  redirect: string;
  returnUrl: string;
}

interface Script {
  elements(options: object): {
    create(type: string): { on(event: string, heard: () => void): void; mount(place: unknown): void };
  };
  confirmPayment(
    options: object,
  ): Promise<{ error?: { code?: string; type: string }; paymentIntent?: { status: string } }>;
}

/** The page's own script. It runs in the browser, and puts the result of a payment into the title of the page. */
async function showForm({ clientSecret, publishableKey, redirect, returnUrl }: Form): Promise<void> {
  const stripe = (window as unknown as { Stripe: (key: string) => Script }).Stripe(publishableKey);
  const elements = stripe.elements({ clientSecret });
  const element = elements.create('payment');
  document.querySelector('form')?.addEventListener('submit', (event) => {
    event.preventDefault();
    const confirmParams = { return_url: returnUrl };
    void stripe.confirmPayment({ elements, confirmParams, redirect }).then(({ error, paymentIntent }) => {
      document.title = error ? `${error.type} ${error.code}` : `${paymentIntent?.status}`;
    });
  });
  await new Promise<void>((resolve) => {
    element.on('ready', resolve);
    element.mount(document.querySelector('div'));
  });
}
