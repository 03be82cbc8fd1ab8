import type { RecentLine } from '../../supervisor/recent-lines.js';
import { type Level, LEVELS, logRecord } from './log-record.js';

/** What somebody looks for in the logs. An empty part lets every line pass. */
export interface LogSearch {
  /** A part of the line, in letters of any case: a word, an order, a request id. */
  text: string;
  process: string;
  /** The least level. */
  level: Level | '';
}

const MOST_CHARACTERS = 200;

export function readLogSearch(query: Record<string, unknown>): LogSearch {
  const read = (name: string) => {
    const value = query[name];
    return typeof value === 'string' ? value.slice(0, MOST_CHARACTERS).trim() : '';
  };
  return {
    text: read('text'),
    process: read('process'),
    level: LEVELS.find((each) => each === read('level')) ?? '',
  };
}

export function passes({ text, process, level }: LogSearch): (line: RecentLine) => boolean {
  const wanted = text.toLowerCase();
  const least = LEVELS.findIndex((each) => each === level);
  return (line) =>
    (process === '' || line.process === process) &&
    (wanted === '' || line.text.toLowerCase().includes(wanted)) &&
    (least <= 0 || LEVELS.indexOf(logRecord(line).level) >= least);
}
