import { hasWords } from '@/lib/list-query';
import { withDemoHint } from '@/lib/with-demo-hint';
import * as words from '@/lib/words';
import { Link } from './link';
import { Message } from './message';

/** Stands in place of the tickets on sale when there are none, or none that match the words `q`. */
export function NoTickets({ q }: { q: string }) {
  const { browse } = words;
  const [title, text] = hasWords(q)
    ? [browse.noneTitle, browse.noneText]
    : [browse.noWordsTitle, browse.noWordsText];
  return q ? (
    <Message level={2} title={title} text={text}>
      <Link className="button quiet" href="/">
        {browse.noneAction}
      </Link>
    </Message>
  ) : (
    <Message level={2} title={browse.emptyTitle} text={withDemoHint(browse.emptyText)}>
      <Link className="button" href="/tickets/new">
        {browse.emptyAction}
      </Link>
    </Message>
  );
}
