export const STEP = 24;
/** As many as the API gives at once; who wants to see more goes on with a page of its own. */
const MOST = 96;

export interface Browse {
  q: string;
  cursor?: string;
  /** How many tickets the page shows. */
  show: number;
}

type Params = Record<string, string | string[] | undefined>;

/** What the address of a list asks for; whatever else stands there is as if it did not. */
export function readBrowse(params: Params): Browse {
  const one = (name: string) => (typeof params[name] === 'string' ? params[name] : '');
  const show = /^\d{1,3}$/.test(one('show')) ? Number(one('show')) : STEP;
  const cursor = one('cursor');
  return {
    q: one('q').trim().slice(0, 200),
    show: Math.min(MOST, Math.max(STEP, Math.ceil(show / STEP) * STEP)),
    ...(cursor && { cursor }),
  };
}

/** The query of the address that asks for it. */
export function browseQuery({ q, cursor, show }: Browse): string {
  const given = { q, cursor: cursor ?? '', show: show === STEP ? '' : String(show) };
  const query = new URLSearchParams(Object.entries(given).filter(([, value]) => value !== '')).toString();
  return query && `?${query}`;
}

/** The page with more tickets: a longer one while the API gives that many at once, then the one after it. */
export function moreQuery(browse: Browse, cursor: string): string {
  const { q, show } = browse;
  return browseQuery(show < MOST ? { ...browse, show: show + STEP } : { q, cursor, show: STEP });
}
