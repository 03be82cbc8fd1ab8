import { words } from '@/lib/words';
import { Message } from './message';

/** In the place of a page that needs a service which does not answer. `path` is that of the page. */
export function ServiceDown({ path }: { path: string }) {
  const { title, text, action } = words.down;
  return (
    <Message title={title} text={text}>
      {/* a whole new load: whatever was wrong may be in the browser too */}
      <a className="button" href={path}>
        {action}
      </a>
    </Message>
  );
}
