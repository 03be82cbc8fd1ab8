import type { ReactNode } from 'react';

/** A title, a text and a way on, in place of a page or of a list that has nothing to show. */
export function Message({
  title,
  text,
  children,
  level = 1,
}: {
  title: string;
  text: string;
  children?: ReactNode;
  level?: 1 | 2;
}) {
  const Heading = level === 1 ? 'h1' : 'h2';
  return (
    <div className="message">
      <Heading>{title}</Heading>
      <p>{text}</p>
      {children && <p className="actions">{children}</p>}
    </div>
  );
}
