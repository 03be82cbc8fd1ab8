import * as words from '../words';
import type { OriginCheck } from '@ticketing/common/origin';

const { wrongOrigin: texts, site } = words;

/** The answer to a request that another site seems to have sent. It names what was compared, and says what to do. */
export function refusal({ origin, hosts }: OriginCheck, headers: Pick<Headers, 'get'>): Response {
  const [from, to] = [origin ?? texts.none, hosts.join(', ') || texts.none];
  // a script of a page shows the text of an answer as its error
  const isScript = headers.get('next-action') !== null;
  const [type, body] = isScript
    ? ['text/plain', `${texts.title}. ${texts.text} ${texts.compared(from, to)}`]
    : ['text/html', page(from, to)];
  return new Response(body, {
    status: 403,
    headers: {
      'content-type': `${type}; charset=utf-8`,
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      'cache-control': 'no-store',
    },
  });
}

function page(from: string, to: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${texts.title} · ${site}</title></head>
<body><main><h1>${texts.title}</h1><p>${texts.text}</p><p><a href="/">${texts.action}</a></p>
<p>${escaped(texts.compared(from, to))}</p></main></body></html>
`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`);
}
