import { Fragment, type ReactNode } from 'react';
import type { Page } from '@/lib/api/types';
import { type ListQuery, listSearch } from '@/lib/list-query';
import { Paging } from './paging';

interface Props {
  title: string;
  /** Stands beside the title as long as the list has items. */
  action?: ReactNode;
  /** Stands above the list. */
  search?: ReactNode;
  /** Stands in place of a list without items. */
  empty: ReactNode;
  /** The list. */
  children: ReactNode;
  /** The path of the page. */
  path: string;
  query: ListQuery;
  page: Page<unknown>;
  /** The text of the link to more items. */
  more: string;
}

/** A page with a list: its title, the list or a message in its place, and the links to more items. */
export function ListPage({ title, action, search, empty, children, path, query, page, more }: Props) {
  const isEmpty = page.items.length === 0;
  return (
    <>
      {action ? (
        <div className="title-row">
          <h1>{title}</h1>
          {!isEmpty && action}
        </div>
      ) : (
        <h1>{title}</h1>
      )}
      {search}
      {/* another query shows another list, which keeps no state of the one before */}
      <Fragment key={listSearch(query)}>{children}</Fragment>
      {isEmpty && empty}
      <Paging path={path} query={query} cursor={page.cursor} more={more} />
    </>
  );
}
