import type { AnswerDescription, Operation } from '@ticketing/common/api';

interface General extends AnswerDescription {
  status: string;
}

/**
 * Refusals of what any request may get wrong, and answers of a system that can't answer. The gateway or ingress in front
 * gives some of them.
 */
export const GENERAL = {
  BadRequest: { status: '400', description: 'The request is wrong, or the present state does not allow it.' },
  NotAuthorized: { status: '401', description: 'Nobody is signed in, or it is somebody else’s.' },
  ForeignOrigin: { status: '403', description: 'A page of another origin sent the request.' },
  NotFound: { status: '404', description: 'Nothing has this id.' },
  TooSlow: { status: '408', description: 'The request did not arrive whole in time.' },
  TooLarge: { status: '413', description: 'The body is larger than 100 kB.' },
  NotJson: { status: '415', description: 'The body is not declared as JSON in UTF-8.' },
  UnknownExpectation: {
    status: '417',
    description: '`Expect` asks for something other than `100-continue`.',
  },
  HeadTooLarge: { status: '431', description: 'The address and the header fields are larger than 16 kB.' },
  Failed: { status: '500', description: 'Something went wrong.' },
  Lost: { status: '502', description: 'The connection to the service was lost.' },
  Unavailable: {
    status: '503',
    description: 'Not now. Nothing is wrong with the request.',
    headers: ['retry-after'],
  },
  TimedOut: { status: '504', description: 'The service did not answer in time.' },
} as const satisfies Record<string, General>;

type GeneralName = keyof typeof GENERAL;

/** The answers that an operation can have besides its own, as references, by status. */
export function generalAnswers(name: string, { session }: Operation): Record<string, { $ref: string }> {
  const namesById = name.includes('/:') || name === 'POST /api/orders' || name === 'POST /api/payments';
  const names: GeneralName[] = [
    'BadRequest',
    ...(session === 'required' ? (['NotAuthorized'] as const) : []),
    ...(name.startsWith('GET ') ? [] : (['ForeignOrigin'] as const)),
    ...(namesById ? (['NotFound'] as const) : []),
    'TooSlow',
    'TooLarge',
    'NotJson',
    'UnknownExpectation',
    'HeadTooLarge',
    'Failed',
    'Lost',
    'Unavailable',
    'TimedOut',
  ];
  return Object.fromEntries(
    names.map((general) => [GENERAL[general].status, { $ref: `#/components/responses/${general}` }]),
  );
}
