import Form from 'next/form';
import * as words from '@/lib/words';
import { Link } from './link';

/** The form that searches the tickets on sale for the words `q`. */
export function TicketSearch({ q }: { q: string }) {
  const { search, searchHint, searchButton, clear } = words.browse;
  return (
    <Form action="/" role="search" className="search">
      <label htmlFor="q">{search}</label>
      <div className="search-row">
        <input id="q" name="q" type="search" dir="auto" defaultValue={q} key={q} placeholder={searchHint} />
        <button className="button">{searchButton}</button>
      </div>
      {q && <Link href="/">{clear}</Link>}
    </Form>
  );
}
