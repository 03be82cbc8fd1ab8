import { readFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';

/** The part of the global WebAssembly that is used here. TypeScript declares it for browsers only. */
declare const WebAssembly: {
  Memory: new (size: { initial: number; maximum: number }) => { readonly buffer: ArrayBuffer };
  Table: new (size: { element: 'anyfunc'; initial: number; maximum: number }) => object;
  Module: new (bytes: Buffer) => object;
  Instance: new (module: object, imports: { env: object }) => { readonly exports: unknown };
};

/**
 * PCRE2 itself, compiled to WebAssembly. The package's own loader starts asynchronously, changes how the
 * process treats its uncaught errors, and copies each subject to the stack. So its module is loaded here, when
 * the first regular expression comes. The memory is fixed: no pattern can take more.
 */
const MODULE = '@stephen-riley/pcre2-wasm/dist/libpcre2.wasm';
const VERSION = '10.34 2019-11-21';

/** V8 would compile PCRE2 again in the background, for which it takes 300 MB. Its first code is fast enough. */
const COMPILE_ONCE = ['--liftoff-only', '--no-wasm-tier-up', '--no-wasm-dynamic-tiering'];

const PAGES = 256;
const TABLE_SIZE = 4;
// The linker of exactly this build put the end of the heap at this address, and the first heap byte here
const HEAP_END_AT = 117_184;
const HEAP_START = 5_360_256;

const LONGEST_MESSAGE = 256;
const FIRST_SUBJECT_UNITS = 4_096;
/** A longer subject does not fit into the memory: the heap has 11 MB, and a unit takes two bytes. */
export const MOST_SUBJECT_UNITS = 4_000_000;

const NO_MATCH = -1;
const NO_MEMORY = -48;

interface Exports {
  _malloc(bytes: number): number;
  _free(at: number): void;
  _compile(pattern: number, length: number, flags: number): number;
  _destroyCode(code: number): void;
  _createMatchData(code: number): number;
  _destroyMatchData(data: number): void;
  _match(code: number, subject: number, length: number, offset: number, data: number): number;
  _lastErrorMessage(buffer: number, length: number): number;
  _version(buffer: number): number;
}

/** The place of a compiled pattern in the memory of an engine. */
export interface Code {
  code: number;
  data: number;
}

/** The pattern is not one of PCRE2's. The message is PCRE2's own. */
export class PatternError extends Error {}

/** The memory or the stack does not suffice to compile a pattern or to match it. */
export class TooLargeError extends Error {}

export class Pcre2 {
  private readonly memory = new WebAssembly.Memory({ initial: PAGES, maximum: PAGES });
  private readonly bytes = Buffer.from(this.memory.buffer);
  private readonly exports: Exports;
  private subject = 0;
  private subjectUnits = 0;

  constructor() {
    const table = new WebAssembly.Table({ element: 'anyfunc', initial: TABLE_SIZE, maximum: TABLE_SIZE });
    const fail = (why: string) => (): never => {
      throw new TooLargeError(why);
    };
    const env = {
      memory: this.memory,
      table,
      __table_base: 0,
      abortStackOverflow: fail('the stack of PCRE2 is full'),
      nullFunc_iii: fail('PCRE2 called a function that does not exist'),
      nullFunc_vii: fail('PCRE2 called a function that does not exist'),
      _emscripten_resize_heap: () => 0,
      _emscripten_get_heap_size: () => this.bytes.length,
      _emscripten_memcpy_big: (to: number, from: number, length: number) => {
        this.bytes.copyWithin(to, from, from + length);
      },
    };
    this.bytes.writeInt32LE(HEAP_START, HEAP_END_AT);
    for (const flag of COMPILE_ONCE) setFlagsFromString(flag);
    const wasm = new WebAssembly.Module(readFileSync(require.resolve(MODULE)));
    this.exports = new WebAssembly.Instance(wasm, { env }).exports as Exports;
    if (this.version() !== VERSION) throw new Error(`${MODULE} has another PCRE2 than ${VERSION}`);
  }

  /** `flags` are letters of `imsx`. UTF mode is always on. */
  compile(pattern: string, flags: string): Code {
    const [patternAt, units] = this.write(pattern);
    const flagsAt = this.allocate(flags.length + 1);
    this.bytes.write(`${flags}\0`, flagsAt, 'latin1');
    const code = this.exports._compile(patternAt, units, flagsAt);
    this.exports._free(flagsAt);
    if (code === 0) throw this.lastError();
    const data = this.exports._createMatchData(code);
    if (data === 0) throw new TooLargeError('PCRE2 has no memory for the pattern');
    return { code, data };
  }

  destroy({ code, data }: Code): void {
    this.exports._destroyMatchData(data);
    this.exports._destroyCode(code);
  }

  /** A match that reaches one of PCRE2's limits counts as none, as in MongoDB. */
  test({ code, data }: Code, text: string): boolean {
    const [at, units] = this.write(text);
    const result = this.exports._match(code, at, units, 0, data);
    if (result === NO_MEMORY) throw new TooLargeError('PCRE2 has no memory for the match');
    return result > NO_MATCH;
  }

  private write(text: string): [at: number, units: number] {
    if (text.length > MOST_SUBJECT_UNITS) throw new TooLargeError('the text is too long for PCRE2');
    if (text.length > this.subjectUnits) {
      if (this.subject !== 0) this.exports._free(this.subject);
      this.subject = 0;
      this.subjectUnits = 0;
      const units = Math.max(FIRST_SUBJECT_UNITS, text.length);
      this.subject = this.allocate(units * 2);
      this.subjectUnits = units;
    }
    return [this.subject, this.bytes.write(text, this.subject, 'utf16le') / 2];
  }

  private allocate(bytes: number): number {
    const at = this.exports._malloc(bytes);
    if (at === 0) throw new TooLargeError('PCRE2 has no memory');
    return at;
  }

  private lastError(): Error {
    const at = this.allocate(LONGEST_MESSAGE * 2);
    const length = this.exports._lastErrorMessage(at, LONGEST_MESSAGE);
    const message = this.bytes.toString('utf16le', at, at + length * 2);
    this.exports._free(at);
    return /memory/.test(message) ? new TooLargeError(message) : new PatternError(message);
  }

  private version(): string {
    const at = this.allocate(LONGEST_MESSAGE);
    const length = this.exports._version(at);
    const version = this.bytes.toString('utf16le', at, at + (length - 1) * 2);
    this.exports._free(at);
    return version;
  }
}
