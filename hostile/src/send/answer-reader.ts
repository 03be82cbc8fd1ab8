/** An answer as it came on a connection. */
export interface Answer {
  status: number;
  /** The lines of the head after the first, as they came. */
  headers: [name: string, value: string][];
  body: string;
}

/** The values of a header of an answer. */
export function valuesOf({ headers }: Answer, name: string): string[] {
  return headers.filter(([each]) => each.toLowerCase() === name).map(([, value]) => value);
}

const HEAD_END = '\r\n\r\n';

/**
 * Cuts the bytes of a connection into answers (RFC 9112 §6). The clients of Node show one answer for each request that they
 * sent, and hide what else comes. Here each answer counts.
 */
export class AnswerReader {
  readonly answers: Answer[] = [];
  /** The bytes that are no whole answer yet, as Latin-1. */
  private rest = '';

  /** @param toHead whether the request was a HEAD: its answer has no body, whatever its head says. */
  constructor(private readonly toHead: boolean) {}

  read(bytes: Buffer): void {
    this.rest += bytes.toString('latin1');
    while (this.readOne(false));
  }

  /** The other side has closed the connection: an answer without a length ends here. */
  end(): void {
    while (this.readOne(true));
  }

  /** Whether bytes came that are no whole answer. */
  get isHalf(): boolean {
    return this.rest !== '';
  }

  private readOne(closed: boolean): boolean {
    const end = this.rest.indexOf(HEAD_END);
    if (end < 0) return false;
    const [first = '', ...lines] = this.rest.slice(0, end).split('\r\n');
    const status = Number(/^HTTP\/1\.[01] (\d{3})/.exec(first)?.[1] ?? 0);
    const headers = lines.map((line): [string, string] => {
      const [name = '', ...value] = line.split(':');
      return [name, value.join(':').trim()];
    });
    const after = this.rest.slice(end + HEAD_END.length);
    const body = this.bodyOf({ status, headers, body: '' }, after, closed);
    if (body === undefined) return false;
    this.rest = after.slice(body.length);
    const isInterim = status >= 100 && status < 200 && status !== 101;
    if (!isInterim) this.answers.push({ status, headers, body: Buffer.from(body.text, 'latin1').toString() });
    return true;
  }

  private bodyOf(head: Answer, after: string, closed: boolean): { text: string; length: number } | undefined {
    const { status } = head;
    if (status < 200 || status === 204 || status === 304) return { text: '', length: 0 };
    if (this.toHead && this.answers.length === 0) return { text: '', length: 0 };
    if (/chunked/i.test(valuesOf(head, 'transfer-encoding').join())) return readChunks(after);
    const length = valuesOf(head, 'content-length')[0];
    if (length === undefined) return closed ? { text: after, length: after.length } : undefined;
    return after.length < Number(length)
      ? undefined
      : { text: after.slice(0, Number(length)), length: Number(length) };
  }
}

function readChunks(after: string): { text: string; length: number } | undefined {
  let text = '';
  for (let at = 0; ;) {
    const lineEnd = after.indexOf('\r\n', at);
    if (lineEnd < 0) return undefined;
    const size = parseInt(after.slice(at, lineEnd), 16);
    const begin = lineEnd + 2;
    if (!(size > 0)) return endOfTrailers(after, begin, text);
    if (after.length < begin + size + 2) return undefined;
    text += after.slice(begin, begin + size);
    at = begin + size + 2;
  }
}

function endOfTrailers(after: string, begin: number, text: string) {
  if (after.startsWith('\r\n', begin)) return { text, length: begin + 2 };
  const end = after.indexOf(HEAD_END, begin);
  return end < 0 ? undefined : { text, length: end + HEAD_END.length };
}
