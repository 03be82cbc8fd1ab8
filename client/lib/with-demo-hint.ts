import 'server-only';
import { demoCommand } from './settings';
import * as words from './words';

/** The text of an empty page. On a developer's machine it also says how to fill the system. */
export function withDemoHint(text: string): string {
  const command = demoCommand();
  return command === undefined ? text : `${text} ${words.demo.hint(command)}`;
}
