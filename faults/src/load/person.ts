import { UndescribedAnswerError, Visitor } from '@ticketing/e2e/testing';
import type { Call, Recorder } from '../history.js';

const ANSWER_LIMIT_MS = 10_000;

/** A person who buys or sells. The history records each call and its answer. */
export class Person {
  private constructor(
    readonly name: string,
    readonly userId: string,
    private readonly visitor: Visitor,
    private readonly recorder: Recorder,
  ) {}

  static async signUp(url: string, name: string, recorder: Recorder): Promise<Person> {
    const visitor = await Visitor.signedUp(url, ANSWER_LIMIT_MS);
    const { body } = await visitor.get<{ currentUser: { id: string } }>('/api/users/currentuser');
    const userId = body.currentUser.id;
    recorder.add('actors', { name, userId });
    return new Person(name, userId, visitor, recorder);
  }

  async call(run: number, method: string, path: string, body?: unknown, probe = false): Promise<Call> {
    const id = this.recorder.nextCall();
    const startedAt = Date.now();
    const outcome: Pick<Call, 'status' | 'answer' | 'error' | 'undescribed'> = {};
    try {
      const { status, body: answer } = await this.visitor.send(method, path, body);
      Object.assign(outcome, { status, answer });
    } catch (error) {
      const { message, cause } = error as Error;
      if (error instanceof UndescribedAnswerError) {
        const { status, body: answer } = error.answer;
        Object.assign(outcome, { status, answer, undescribed: message });
      } else {
        outcome.error = cause instanceof Error ? `${message}: ${cause.message}` : message;
      }
    }
    const call: Call = {
      id,
      run,
      actor: this.name,
      method,
      path,
      startedAt,
      endedAt: Date.now(),
      ...(body === undefined ? {} : { body }),
      ...(probe ? { probe } : {}),
      ...outcome,
    };
    this.recorder.add('calls', call);
    return call;
  }
}
