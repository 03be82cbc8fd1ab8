/** A subject that a subscriber wants to hear. */
export interface Interest {
  readonly subject: string;
  /** The name of a queue group: only one of its members gets each message. */
  readonly queue: string | undefined;
}

export interface Matches<T> {
  plain: readonly T[];
  queues: readonly (readonly T[])[];
}

interface Node<T> {
  children: Map<string, Node<T>>;
  interests: Set<T>;
}

const CACHED_SUBJECTS = 4_096;

/**
 * Finds the interests that match a subject. Results are cached, because the busy subjects are few and stay
 * the same.
 */
export class SubjectTree<T extends Interest> {
  private readonly root: Node<T> = newNode();
  private readonly cache = new Map<string, Matches<T>>();

  add(interest: T): void {
    let node = this.root;
    for (const token of interest.subject.split('.')) {
      let next = node.children.get(token);
      if (!next) node.children.set(token, (next = newNode()));
      node = next;
    }
    node.interests.add(interest);
    this.cache.clear();
  }

  remove(interest: T): void {
    const tokens = interest.subject.split('.');
    const path: Node<T>[] = [this.root];
    for (const token of tokens) {
      const next = path.at(-1)?.children.get(token);
      if (!next) return;
      path.push(next);
    }
    path.at(-1)?.interests.delete(interest);
    // inboxes come and go all the time, so empty branches must not stay
    for (let depth = tokens.length; depth > 0; depth--) {
      const node = path[depth];
      if (!node || node.interests.size > 0 || node.children.size > 0) break;
      path[depth - 1]?.children.delete(tokens[depth - 1] ?? '');
    }
    this.cache.clear();
  }

  match(subject: string): Matches<T> {
    const cached = this.cache.get(subject);
    if (cached) return cached;
    const found: T[] = [];
    collect(this.root, subject.split('.'), 0, found);
    const matches = sort(found);
    if (this.cache.size >= CACHED_SUBJECTS) this.cache.clear();
    this.cache.set(subject, matches);
    return matches;
  }
}

function newNode<T>(): Node<T> {
  return { children: new Map(), interests: new Set() };
}

function collect<T>(node: Node<T>, tokens: string[], depth: number, found: T[]): void {
  const token = tokens[depth];
  if (token === undefined) {
    found.push(...node.interests);
    return;
  }
  const rest = node.children.get('>');
  if (rest) found.push(...rest.interests);
  for (const name of token === '*' ? ['*'] : [token, '*']) {
    const next = node.children.get(name);
    if (next) collect(next, tokens, depth + 1, found);
  }
}

function sort<T extends Interest>(found: T[]): Matches<T> {
  const queues = new Map<string, T[]>();
  for (const interest of found) {
    if (interest.queue === undefined) continue;
    // a queue group belongs to one subject: the same name on `a.*` and on `a.b` means two groups
    const key = `${interest.queue} ${interest.subject}`;
    queues.set(key, [...(queues.get(key) ?? []), interest]);
  }
  return { plain: found.filter(({ queue }) => queue === undefined), queues: [...queues.values()] };
}
