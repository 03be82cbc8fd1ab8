import { LocalTime } from './local-time';

interface Props {
  label: string;
  iso: string;
  /** The server's time when it made the page, in ms since 1970. */
  now: number;
  locale: string;
  /** What has become of the ticket. */
  after?: string;
}

/** The moment at which an order ended, in the place of the countdown. */
export function EndTime({ label, after, ...time }: Props) {
  return (
    <p className="countdown">
      <span className="countdown-label">{label}</span>
      <span className="end-time">
        <LocalTime {...time} />
      </span>
      {after && <span>{after}</span>}
    </p>
  );
}
