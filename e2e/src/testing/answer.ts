/** The answer to a request. */
export interface Answer<T = unknown> {
  status: number;
  body: T;
  headers: Headers;
}

/** An answer is not as `openapi.yaml` says. */
export class UndescribedAnswerError extends Error {
  constructor(
    problem: string,
    readonly answer: Answer,
  ) {
    super(`the API answered otherwise than openapi.yaml says: ${problem}`);
    this.name = 'UndescribedAnswerError';
  }
}
