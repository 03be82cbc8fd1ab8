'use client';

import { useEffect, useState } from 'react';
import { Message } from '@/components/message';
import { loadAgain } from '@/lib/load-again';
import * as words from '@/lib/words';

/** Stands in place of a page that could not be made. The reason stays on the server. */
export default function ErrorPage({ error }: { error: Error }) {
  const isUpdate = error.name === 'ChunkLoadError'; // a script of the page was missing
  const [waits, setWaits] = useState(isUpdate);
  useEffect(() => {
    if (isUpdate) setWaits(loadAgain());
  }, [isUpdate]);
  const { title, text, action } = isUpdate ? words.updated : words.error;
  if (waits) return <Message title={title} text={words.form.wait} />;
  return (
    <Message title={title} text={text}>
      <button className="button" onClick={() => location.reload()}>
        {action}
      </button>
    </Message>
  );
}
