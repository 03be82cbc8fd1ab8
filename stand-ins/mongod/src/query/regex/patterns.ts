import { PatternError, Pcre2, TooLargeError, type Code } from './pcre2.js';

/** So many compiled patterns stay in PCRE2's memory, which is fixed. */
const MOST_PATTERNS = 100;

/**
 * The compiled patterns. The oldest one makes room for a new one, and it is compiled again when it is needed.
 * So no condition has to say that it needs its pattern no longer.
 */
class Patterns {
  private engine: Pcre2 | undefined;
  private readonly compiled = new Map<string, Code>();

  get size(): number {
    return this.compiled.size;
  }

  compile(pattern: string, flags: string): Code {
    const key = `${flags}/${pattern}`;
    const known = this.compiled.get(key);
    if (known) {
      this.compiled.delete(key);
      this.compiled.set(key, known);
      return known;
    }
    return this.guarded((engine) => {
      const code = engine.compile(pattern, flags);
      this.compiled.set(key, code);
      if (this.compiled.size > MOST_PATTERNS) this.forgetOldest(engine);
      return code;
    });
  }

  test(pattern: string, flags: string, text: string): boolean {
    const code = this.compile(pattern, flags);
    return this.guarded((engine) => engine.test(code, text));
  }

  private forgetOldest(engine: Pcre2): void {
    const [oldest] = this.compiled;
    if (!oldest) return;
    this.compiled.delete(oldest[0]);
    engine.destroy(oldest[1]);
  }

  /** After a failure the memory may be full or damaged, so that the next pattern gets a new engine. */
  private guarded<T>(run: (engine: Pcre2) => T): T {
    try {
      return run((this.engine ??= new Pcre2()));
    } catch (error) {
      if (error instanceof PatternError) throw error;
      this.engine = undefined;
      this.compiled.clear();
      if (error instanceof TooLargeError) throw error;
      throw new TooLargeError(`PCRE2 failed: ${(error as Error).message}`);
    }
  }
}

export const patterns = new Patterns();
