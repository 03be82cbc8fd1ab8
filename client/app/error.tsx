'use client';

import { Message } from '@/components/message';
import * as words from '@/lib/words';

/** Stands in place of a page that could not be made. The reason stays on the server. */
export default function ErrorPage() {
  const { title, text, action } = words.error;
  return (
    <Message title={title} text={text}>
      <button className="button" onClick={() => location.reload()}>
        {action}
      </button>
    </Message>
  );
}
