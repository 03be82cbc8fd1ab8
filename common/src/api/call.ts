import type { z } from 'zod';
import type { Operations } from './operations.js';

/** The operations that a client may call, such as `GET /api/tickets/:id`. */
export type Callable = keyof Operations;

type Params<Route> = Route extends `${string}:${infer Name}/${infer Rest}`
  ? Name | Params<Rest>
  : Route extends `${string}:${infer Name}`
    ? Name
    : never;

type Part<Name extends Callable, Key extends string> =
  Operations[Name] extends Record<Key, infer Shape extends z.ZodType>
    ? object extends z.infer<Shape>
      ? Partial<Record<Key, z.infer<Shape>>>
      : Record<Key, z.infer<Shape>>
    : Partial<Record<Key, undefined>>;

/** What a call of an operation carries: the parameters of its path, query, headers and body, as far as it has them. */
export type CallInput<Name extends Callable> = ([Params<Name>] extends [never]
  ? { params?: undefined }
  : { params: Record<Params<Name>, string> }) &
  Part<Name, 'query'> &
  Part<Name, 'headers'> &
  Part<Name, 'body'>;

type BodyOf<Answer> = Answer extends { body: infer Body extends z.ZodType } ? z.infer<Body> : undefined;

type Successes<Answers> = Answers[Extract<keyof Answers, 200 | 201 | 204>];

/** The body of the answer to a call that succeeded. */
export type AnswerOf<Name extends Callable> = BodyOf<Successes<Operations[Name]['answers']>>;
