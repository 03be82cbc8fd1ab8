import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { answerProblem } from './answer-problem.js';

/** Holds every answer of an app against `openapi.yaml`, whatever the test itself looks at. */
export class WatchedAnswers {
  private readonly problems: string[] = [];

  /** The app, watched. */
  watch(app: RequestListener): RequestListener {
    return (req, res) => {
      const { method = '', url: path = '' } = req;
      collectBody(res, (text) => {
        const header = (name: string) => res.getHeader(name)?.toString();
        const problem = answerProblem({ method, path, status: res.statusCode, header, text });
        if (problem !== undefined) this.problems.push(problem);
      });
      app(req, res);
    };
  }

  /** @throws when an answer since the last call was not as the document says. */
  expectAsDescribed(): void {
    const problems = this.problems.splice(0);
    if (problems.length > 0)
      throw new Error(`the API answered otherwise than openapi.yaml says:\n${problems.join('\n')}`);
  }
}

/** Calls `then` with the whole body, just before the end of it is sent. */
function collectBody(res: ServerResponse<IncomingMessage>, then: (text: string) => void): void {
  const chunks: Buffer[] = [];
  const add = (chunk: unknown) => {
    if (typeof chunk === 'string') chunks.push(Buffer.from(chunk));
    else if (chunk instanceof Uint8Array) chunks.push(Buffer.from(chunk));
  };
  const write = res.write.bind(res) as (...args: unknown[]) => boolean;
  const end = res.end.bind(res) as (...args: unknown[]) => ServerResponse;
  let ended = false;
  res.write = ((chunk: unknown, ...rest: never[]) => {
    add(chunk);
    return write(chunk, ...rest);
  }) as typeof write;
  res.end = ((chunk: unknown, ...rest: never[]) => {
    if (!ended) {
      ended = true;
      add(chunk);
      then(Buffer.concat(chunks).toString());
    }
    return end(chunk, ...rest);
  }) as typeof end;
}
