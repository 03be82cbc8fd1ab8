import type { Metadata } from 'next';
import { Link } from '@/components/link';
import { Message } from '@/components/message';
import * as words from '@/lib/words';

const { title, text, action } = words.notFound;

export const metadata: Metadata = { title };

export default function NotFound() {
  return (
    <Message title={title} text={text}>
      <Link className="button" href="/">
        {action}
      </Link>
    </Message>
  );
}
