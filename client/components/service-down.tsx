import * as words from '@/lib/words';
import { Message } from './message';

/** Stands in place of the page at `path` when a service that the page needs does not answer. */
export function ServiceDown({ path }: { path: string }) {
  const { title, text, action } = words.down;
  return (
    <Message title={title} text={text}>
      {/* loads the page anew instead of navigating: the fault may be in the browser too */}
      <a className="button" href={path}>
        {action}
      </a>
    </Message>
  );
}
