import type { IncomingMessage } from 'node:http';
import { PassThrough, type Readable } from 'node:stream';

/**
 * The body of a request as a stream that may be destroyed. A service may answer before it has read the whole body. undici
 * then destroys the body, and with a request itself the connection to the client would go, and the answer with it. The rest
 * of the body is read and thrown away instead. A body that breaks off breaks off here too: it never looks complete.
 */
export function passedOn(req: IncomingMessage): Readable {
  const body = new PassThrough();
  req.pipe(body);
  req.once('error', (error) => body.destroy(error));
  body.on('error', () => undefined); // undici hears of it too
  body.once('close', () => {
    req.unpipe(body);
    req.resume();
  });
  return body;
}
