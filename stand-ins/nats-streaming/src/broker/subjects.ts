/** A subject to publish to: tokens parted by dots, none empty, no blanks. Wildcards are plain text here. */
export function isPublishSubject(subject: string): boolean {
  return subject !== '' && !/^\.|\.\.|\.$|\s/.test(subject);
}

/** A subject to subscribe to: `*` stands for one token, a closing `>` for one or more. */
export function isSubscribeSubject(subject: string): boolean {
  if (!isPublishSubject(subject)) return false;
  const rest = subject.indexOf('>');
  if (rest === -1) return true;
  const tokens = subject.split('.');
  return tokens.every((token, i) => token !== '>' || i === tokens.length - 1);
}
