/**
 * A subject to publish to: tokens with dots between them, none of them empty, and no blanks. Wildcards are
 * plain text here.
 */
export function isPublishSubject(subject: string): boolean {
  return subject !== '' && !/^\.|\.\.|\.$|\s/.test(subject);
}

/** A subject to subscribe to: `*` stands for one token, a `>` at the end stands for one or more. */
export function isSubscribeSubject(subject: string): boolean {
  if (!isPublishSubject(subject)) return false;
  const rest = subject.indexOf('>');
  if (rest === -1) return true;
  const tokens = subject.split('.');
  return tokens.every((token, i) => token !== '>' || i === tokens.length - 1);
}
