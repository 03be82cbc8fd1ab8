import * as words from '@/lib/words';
import { Link } from './link';
import { Message } from './message';

/** Stands in place of the tickets on sale when there are none, or none that match the words `q`. */
export function NoTickets({ q }: { q: string }) {
  const { browse } = words;
  return q ? (
    <Message level={2} title={browse.noneTitle} text={browse.noneText}>
      <Link className="button quiet" href="/">
        {browse.noneAction}
      </Link>
    </Message>
  ) : (
    <Message level={2} title={browse.emptyTitle} text={browse.emptyText}>
      <Link className="button" href="/tickets/new">
        {browse.emptyAction}
      </Link>
    </Message>
  );
}
