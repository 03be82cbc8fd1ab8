import { type Browse, browseQuery, moreQuery, STEP } from '@/lib/browse';
import { Link } from './link';

interface Props {
  /** The path of the list. */
  at: string;
  browse: Browse;
  /** Where the next page begins, if there is one. */
  cursor?: string;
  more: string;
  newest: string;
}

export function Paging({ at, browse, cursor, more, newest }: Props) {
  const next = cursor && moreQuery(browse, cursor);
  // what follows in place leaves the visitor where the list was
  const inPlace = next !== undefined && !next.includes(`cursor=${cursor}`);
  if (!next && !browse.cursor) return null;
  return (
    <p className="actions paging">
      {next && (
        <Link className="button quiet" href={at + next} scroll={!inPlace}>
          {more}
        </Link>
      )}
      {browse.cursor && <Link href={at + browseQuery({ q: browse.q, show: STEP })}>{newest}</Link>}
    </p>
  );
}
