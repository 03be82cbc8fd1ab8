import type { ReactNode } from 'react';
import type { Refusal } from '@/lib/refusal';

interface Props extends Pick<Refusal, 'title' | 'text'> {
  /** Whether another attempt would not help. */
  final?: boolean;
  /** Follows the text. */
  children?: ReactNode;
}

/** Says why an action did not succeed. Whoever shows it gives it the focus. */
export function RefusalAlert({ title, text, final = false, children }: Props) {
  return (
    <div role="alert" tabIndex={-1} className={final ? 'alert final' : 'alert'}>
      <h2>{title}</h2>
      <p>
        {text} {children}
      </p>
    </div>
  );
}
