/**
 * An ordered map from keys, which are strings of bytes, to values. The keys of a leaf lie in one buffer, one
 * after the other. A string for each key would take two or three times the memory.
 */
export class KeyTree<V> {
  size = 0;
  private readonly leaves: Leaf<V>[] = [];

  set(key: string, value: V): void {
    const bytes = searched(key);
    const at = Math.max(0, this.leafOf(bytes));
    const leaf = this.leaves[at];
    if (!leaf) {
      this.leaves.push(Leaf.of(bytes, value));
      this.size++;
      return;
    }
    const position = leaf.ceiling(bytes);
    if (leaf.holds(position, bytes)) {
      leaf.values[position] = value;
      return;
    }
    this.size++;
    if (leaf.values.length < MOST_ENTRIES) return leaf.insert(position, bytes, value);
    // Keys often come in order. Then the full leaf stays full, and the new key begins another one.
    const atEnd = position === leaf.values.length && at === this.leaves.length - 1;
    if (atEnd || (position === 0 && at === 0)) {
      this.leaves.splice(atEnd ? at + 1 : at, 0, Leaf.of(bytes, value));
      return;
    }
    const upper = leaf.split();
    this.leaves.splice(at + 1, 0, upper);
    const half = leaf.values.length;
    if (position <= half) leaf.insert(position, bytes, value);
    else upper.insert(position - half, bytes, value);
  }

  /** Sets many keys, which are in order. A leaf takes all of its keys at once, which costs less than one by one. */
  setSorted(keys: readonly string[], values: readonly V[]): void {
    for (let first = 0; first < keys.length;) {
      const at = Math.max(0, this.leafOf(searched(keys[first] as string)));
      const leaf = this.leaves[at];
      const next = this.leaves[at + 1]?.key(0);
      let end = first + 1;
      while (end < keys.length && (next === undefined || (keys[end] as string) < next)) end++;
      if (leaf && end - first > 1) {
        const before = leaf.values.length;
        const leaves = leaf.merge(keys, values, first, end);
        this.size += leaves.reduce((sum, { values }) => sum + values.length, -before);
        if (leaves.length > 1) this.leaves.splice(at, 1, ...leaves);
      } else for (let i = first; i < end; i++) this.set(keys[i] as string, values[i] as V);
      first = end;
    }
  }

  delete(key: string): void {
    const bytes = searched(key);
    const at = this.leafOf(bytes);
    const leaf = this.leaves[at];
    const position = leaf?.ceiling(bytes) ?? 0;
    if (!leaf?.holds(position, bytes)) return;
    leaf.remove(position);
    this.size--;
    const next = this.leaves[at + 1];
    if (leaf.values.length === 0) this.leaves.splice(at, 1);
    else if (next && leaf.values.length + next.values.length <= MOST_ENTRIES / 2) {
      leaf.append(next);
      this.leaves.splice(at + 1, 1);
    }
  }

  /** Yields the entries with keys from `low` on, upwards. The tree must not change meanwhile. */
  *from(low: string): Generator<[key: string, value: V]> {
    const bytes = searched(low);
    let at = Math.max(0, this.leafOf(bytes));
    let position = this.leaves[at]?.ceiling(bytes) ?? 0;
    for (let leaf = this.leaves[at]; leaf; leaf = this.leaves[++at]) {
      for (; position < leaf.values.length; position++)
        yield [leaf.key(position), leaf.values[position] as V];
      position = 0;
    }
  }

  /** Yields the entries with keys below `high`, downwards. The tree must not change meanwhile. */
  *below(high: string): Generator<[key: string, value: V]> {
    const bytes = searched(high);
    let at = this.leafOf(bytes);
    let position = (this.leaves[at]?.ceiling(bytes) ?? 0) - 1;
    for (let leaf = this.leaves[at]; leaf; leaf = this.leaves[--at]) {
      for (; position >= 0; position--) yield [leaf.key(position), leaf.values[position] as V];
      position = (this.leaves[at - 1]?.values.length ?? 0) - 1;
    }
  }

  /** Returns the value of the lowest key that starts with `prefix`. */
  first(prefix: string): V | undefined {
    const bytes = searched(prefix);
    const at = Math.max(0, this.leafOf(bytes));
    let leaf = this.leaves[at];
    let position = leaf?.ceiling(bytes) ?? 0;
    if (leaf && position === leaf.values.length) {
      leaf = this.leaves[at + 1];
      position = 0;
    }
    return leaf?.startsWith(position, bytes) ? leaf.values[position] : undefined;
  }

  /** Returns the index of the last leaf whose first key is not above `bytes`, or -1. */
  private leafOf(bytes: Uint8Array): number {
    // keys often come in order
    const last = this.leaves.at(-1);
    if (last && last.compare(0, bytes) <= 0) return this.leaves.length - 1;
    let low = 0;
    let high = this.leaves.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.leaves[middle] as Leaf<V>).compare(0, bytes) <= 0) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }
}

const MOST_ENTRIES = 256;
/** Buffers have few different sizes, so that the memory of one is of use for another. */
const STEP_BYTES = 1024;
const FIRST_BYTES = 128;

const roomFor = (bytes: number): number =>
  bytes <= FIRST_BYTES ? FIRST_BYTES : Math.ceil(bytes / STEP_BYTES) * STEP_BYTES;

/** The entries of a short range of keys, in order. */
class Leaf<V> {
  /** The end of each key in `bytes`; a key begins where the one before it ends. */
  private ends = new Uint32Array(8);

  private constructor(
    private bytes: Buffer,
    readonly values: V[],
  ) {}

  static of<V>(key: Uint8Array, value: V): Leaf<V> {
    const leaf = new Leaf<V>(Buffer.allocUnsafeSlow(roomFor(key.length)), []);
    leaf.insert(0, key, value);
    return leaf;
  }

  key(position: number): string {
    return this.bytes.toString('latin1', this.start(position), this.ends[position]);
  }

  /** Returns the position of the first key that is not below `key`. */
  ceiling(key: Uint8Array): number {
    let low = 0;
    let high = this.values.length;
    // keys often come in order
    if (high > 0 && this.compare(high - 1, key) < 0) return high;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.compare(middle, key) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  compare(position: number, key: Uint8Array): number {
    const { bytes } = this;
    const start = this.start(position);
    const length = (this.ends[position] as number) - start;
    const shorter = Math.min(length, key.length);
    for (let i = 0; i < shorter; i++) {
      const difference = (bytes[start + i] as number) - (key[i] as number);
      if (difference !== 0) return difference;
    }
    return length - key.length;
  }

  holds(position: number, key: Uint8Array): boolean {
    return position < this.values.length && this.compare(position, key) === 0;
  }

  startsWith(position: number, prefix: Uint8Array): boolean {
    if (position >= this.values.length) return false;
    const start = this.start(position);
    const end = this.ends[position] as number;
    if (end - start < prefix.length) return false;
    for (let i = 0; i < prefix.length; i++) if (this.bytes[start + i] !== prefix[i]) return false;
    return true;
  }

  insert(position: number, key: Uint8Array, value: V): void {
    const count = this.values.length;
    const used = this.start(count);
    this.reserve(count + 1, used + key.length);
    const start = this.start(position);
    this.bytes.copyWithin(start + key.length, start, used);
    this.bytes.set(key, start);
    for (let i = count; i > position; i--) this.ends[i] = (this.ends[i - 1] as number) + key.length;
    this.ends[position] = start + key.length;
    this.values.splice(position, 0, value);
  }

  /** Puts keys in order into this leaf. Returns it and the leaves that follow it when not all fit in it. */
  merge(keys: readonly string[], added: readonly V[], first: number, end: number): Leaf<V>[] {
    const count = this.values.length;
    let size = this.start(count);
    for (let i = first; i < end; i++) size += (keys[i] as string).length;
    if (size > merging.length) merging = Buffer.allocUnsafeSlow(size * 2);
    const ends: number[] = [];
    const values: V[] = [];
    let used = 0;
    let at = 0;
    const keepUntil = (position: number) => {
      const start = this.start(at);
      const moved = used - start;
      this.bytes.copy(merging, used, start, this.start(position));
      for (; at < position; at++) {
        ends.push((used = (this.ends[at] as number) + moved));
        values.push(this.values[at] as V);
      }
    };
    let next: string | undefined = this.key(0);
    for (let i = first; i < end; i++) {
      const key = keys[i] as string;
      if (next !== undefined && key >= next) {
        keepUntil(this.ceiling(searched(key)));
        if (at < count && this.key(at) === key) at++; // it gets another value
        next = at < count ? this.key(at) : undefined;
      }
      ends.push((used += merging.write(key, used, 'latin1')));
      values.push(added[i] as V);
    }
    keepUntil(count);
    return this.replaced(ends, values);
  }

  /** Takes the merged entries, with a part of them if there are too many. Returns the leaves that have all of them. */
  private replaced(ends: readonly number[], values: readonly V[]): Leaf<V>[] {
    const leaves = Math.ceil(values.length / MOST_ENTRIES);
    const most = Math.ceil(values.length / leaves);
    return Array.from({ length: leaves }, (_, i) => {
      const leaf = i === 0 ? this : new Leaf<V>(Buffer.alloc(0), []);
      leaf.fill(ends, values, i * most, Math.min(values.length, (i + 1) * most));
      return leaf;
    });
  }

  private fill(ends: readonly number[], values: readonly V[], first: number, end: number): void {
    const start = first === 0 ? 0 : (ends[first - 1] as number);
    const size = (ends[end - 1] as number) - start;
    this.values.length = 0;
    this.reserve(end - first, size);
    merging.copy(this.bytes, 0, start, start + size);
    for (let i = first; i < end; i++) {
      this.ends[i - first] = (ends[i] as number) - start;
      this.values.push(values[i] as V);
    }
  }

  remove(position: number): void {
    const count = this.values.length;
    const start = this.start(position);
    const end = this.ends[position] as number;
    this.bytes.copyWithin(start, end, this.start(count));
    for (let i = position + 1; i < count; i++) this.ends[i - 1] = (this.ends[i] as number) - (end - start);
    this.values.splice(position, 1);
  }

  /** Moves the upper half of the entries into a new leaf. */
  split(): Leaf<V> {
    const count = this.values.length;
    const half = count >> 1;
    const start = this.start(half);
    const upper = new Leaf<V>(this.copy(start, this.start(count)), this.values.slice(half));
    upper.ends = new Uint32Array(MOST_ENTRIES);
    for (let i = half; i < count; i++) upper.ends[i - half] = (this.ends[i] as number) - start;
    this.bytes = this.copy(0, start);
    this.values.length = half;
    return upper;
  }

  append(next: Leaf<V>): void {
    const count = this.values.length;
    const used = this.start(count);
    const added = next.values.length;
    this.reserve(count + added, used + next.start(added));
    next.bytes.copy(this.bytes, used, 0, next.start(added));
    for (let i = 0; i < added; i++) this.ends[count + i] = used + (next.ends[i] as number);
    this.values.push(...next.values);
  }

  private start(position: number): number {
    return position === 0 ? 0 : (this.ends[position - 1] as number);
  }

  private reserve(entries: number, bytes: number): void {
    if (entries > this.ends.length) {
      const ends = new Uint32Array(entries <= MOST_ENTRIES / 4 ? MOST_ENTRIES / 4 : MOST_ENTRIES);
      ends.set(this.ends);
      this.ends = ends;
    }
    if (bytes > this.bytes.length) {
      const larger = Buffer.allocUnsafeSlow(roomFor(bytes));
      this.bytes.copy(larger);
      this.bytes = larger;
    }
  }

  private copy(start: number, end: number): Buffer {
    const copy = Buffer.allocUnsafeSlow(roomFor(end - start));
    this.bytes.copy(copy, 0, start, end);
    return copy;
  }
}

/** The keys of a leaf while others are merged with them. */
let merging = Buffer.allocUnsafeSlow(64 * 1024);
let scratch = Buffer.allocUnsafeSlow(1024);

/** Returns the bytes of a key. They are valid until the next call. */
function searched(key: string): Uint8Array {
  if (key.length > scratch.length) scratch = Buffer.allocUnsafeSlow(key.length * 2);
  return scratch.subarray(0, scratch.write(key, 'latin1'));
}
