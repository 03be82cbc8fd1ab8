/**
 * Lines of waiting items in a tree: blocks of networks, networks in a block, items of a network. Those of one level take
 * turns, so a network with many items does not delay an item of another one. The items of one line keep their order.
 */
export class Lines<T> {
  private count = 0;
  private readonly items: T[] = [];
  /** The line whose turn is next comes first. */
  private readonly lines = new Map<string, Lines<T>>();

  get size(): number {
    return this.count;
  }

  /** @param path the names of the lines, the widest network first. */
  push([name, ...rest]: readonly string[], item: T): void {
    this.count++;
    if (name === undefined) this.items.push(item);
    else this.line(name).push(rest, item);
  }

  /** Takes the item whose turn it is. Items without a network come first. */
  shift(): T | undefined {
    if (this.count === 0) return undefined;
    this.count--;
    const [first] = this.lines;
    if (this.items.length > 0 || !first) return this.items.shift();
    const [name, line] = first;
    const item = line.shift();
    this.lines.delete(name);
    if (line.size > 0) this.lines.set(name, line); // at the end of the round
    return item;
  }

  /** Takes the last item of the longest line. */
  pop(): T | undefined {
    if (this.count === 0) return undefined;
    this.count--;
    const [longest] = [...this.lines].sort(([, a], [, b]) => b.size - a.size);
    if (!longest || longest[1].size < this.items.length) return this.items.pop();
    const item = longest[1].pop();
    if (longest[1].size === 0) this.lines.delete(longest[0]);
    return item;
  }

  /** Takes `item` out of its line. It returns false when the item does not wait any more. */
  remove([name, ...rest]: readonly string[], item: T): boolean {
    const line = name === undefined ? undefined : this.lines.get(name);
    const removed = name === undefined ? take(this.items, item) : (line?.remove(rest, item) ?? false);
    if (removed) this.count--;
    if (name !== undefined && line?.size === 0) this.lines.delete(name);
    return removed;
  }

  private line(name: string): Lines<T> {
    const line = this.lines.get(name) ?? new Lines<T>();
    this.lines.set(name, line);
    return line;
  }
}

function take<T>(items: T[], item: T): boolean {
  const index = items.indexOf(item);
  if (index >= 0) items.splice(index, 1);
  return index >= 0;
}
