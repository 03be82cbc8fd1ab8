import { RequestValidationError } from '@ticketing/common/errors';
import { validateRequest } from '@ticketing/common/http';

type Checks = Parameters<typeof validateRequest>;
type Handled = Parameters<ReturnType<typeof validateRequest>>;

/** Whether the checks of a route take a request with this body or query. The route itself does not run. */
export async function accepts(
  checks: Checks,
  { body, query = {} }: { body?: unknown; query?: object },
): Promise<boolean> {
  const req = {
    body: structuredClone(body),
    query,
    headers: {},
    headersDistinct: {},
    params: {},
    cookies: {},
  };
  try {
    await validateRequest(...checks)(req as unknown as Handled[0], {} as Handled[1], () => undefined);
    return true;
  } catch (error) {
    if (error instanceof RequestValidationError) return false;
    throw error;
  }
}
