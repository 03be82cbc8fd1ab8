import { listSearch, type ListQuery, moreOf, STEP } from '@/lib/list-query';
import * as words from '@/lib/words';
import { Link } from './link';

interface Props {
  /** The path of the list. */
  path: string;
  query: ListQuery;
  /** The start of the next page, if there is one. */
  cursor?: string;
  /** The text of the link to more. */
  more: string;
}

/** The links from one page of a list to more of it and back to its first page. */
export function Paging({ path, query, cursor, more }: Props) {
  if (!cursor && !query.cursor) return null;
  const next = cursor && moreOf(query, cursor);
  // more items on the same page leave the visitor at the place where the list ended
  const isInPlace = next && next.cursor === query.cursor;
  return (
    <p className="actions paging">
      {next && (
        <Link className="button quiet" href={path + listSearch(next)} scroll={!isInPlace}>
          {more}
        </Link>
      )}
      {query.cursor && (
        <Link href={path + listSearch({ q: query.q, limit: STEP })}>{words.browse.newest}</Link>
      )}
    </p>
  );
}
