import { connect } from 'node:net';

export interface RawAnswer {
  /** All that came back. */
  text: string;
  /** Whether the server closed the connection, or the time for it ran out. */
  closed: boolean;
}

/** Sends bytes and reads until the server closes the connection, is silent for `silenceMs`, or `done` is true. */
export function sendRaw(
  url: string,
  bytes: string,
  { silenceMs = 300, done = () => false }: { silenceMs?: number; done?: (text: string) => boolean } = {},
): Promise<RawAnswer> {
  return new Promise((resolve) => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    let text = '';
    const end = (closed: boolean) => {
      socket.destroy();
      resolve({ text, closed });
    };
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1');
      if (done(text)) end(false);
    });
    socket.on('error', () => undefined);
    socket.on('close', () => end(true));
    socket.setTimeout(silenceMs, () => end(false));
    socket.write(bytes, 'latin1');
  });
}
