import type { Result } from '@/lib/api/result';
import { outageWords } from '@/lib/outage-words';
import { Message } from './message';

interface Props {
  path: string;
  /** The answer that the page needs. It tells a service that is busy from one that does not answer. */
  result?: Result<unknown>;
}

/** Stands in place of the page at `path` when a service that the page needs does not answer. */
export function ServiceDown({ path, result }: Props) {
  const { title, text, action } = outageWords(result);
  return (
    <Message title={title} text={text}>
      {/* loads the page anew instead of navigating: the fault may be in the browser too */}
      <a className="button" href={path}>
        {action}
      </a>
    </Message>
  );
}
