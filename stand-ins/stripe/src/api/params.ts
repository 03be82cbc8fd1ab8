import { invalidRequest } from '../errors.js';
import type { Form, FormValue } from '../http/parse-form.js';

const isRecord = (value: FormValue | undefined): value is Form =>
  typeof value === 'object' && !Array.isArray(value);

/** Reads the parameters of a request, with Stripe's errors for bad ones. `refuseOthers` refuses all that nobody read. */
export class Params {
  private readonly read = new Set<string>();

  constructor(
    private readonly form: Form,
    /** The name of the parameter that has these ones inside, for messages. */
    private readonly inside?: string,
  ) {}

  has(name: string): boolean {
    return this.form[name] !== undefined;
  }

  isText(name: string): boolean {
    return typeof this.form[name] === 'string';
  }

  text(name: string): string | undefined {
    const value = this.value(name);
    if (value === undefined || value === '') return undefined;
    if (typeof value !== 'string')
      throw invalidRequest(`Invalid string: ${JSON.stringify(value)}`, { param: this.full(name) });
    return value;
  }

  requiredText(name: string): string {
    return this.text(name) ?? this.fail(name);
  }

  integer(name: string): number | undefined {
    const value = this.text(name);
    if (value === undefined) return undefined;
    if (!/^-?\d{1,15}$/.test(value))
      throw invalidRequest(`Invalid integer: ${value}`, {
        code: 'parameter_invalid_integer',
        param: this.full(name),
      });
    return Number(value);
  }

  requiredInteger(name: string): number {
    return this.integer(name) ?? this.fail(name);
  }

  boolean(name: string): boolean | undefined {
    const value = this.text(name);
    if (value === undefined) return undefined;
    if (value !== 'true' && value !== 'false')
      throw invalidRequest(`Invalid boolean: ${value}`, { param: this.full(name) });
    return value === 'true';
  }

  oneOf<T extends string>(name: string, choices: readonly T[]): T | undefined {
    const value = this.text(name);
    if (value === undefined || choices.includes(value as T)) return value as T | undefined;
    throw invalidRequest(`Invalid ${this.full(name)}: must be one of ${choices.join(', ')}`, {
      param: this.full(name),
    });
  }

  texts(name: string): string[] {
    const value = this.value(name);
    if (value === undefined || value === '') return [];
    if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return value;
    throw invalidRequest('Invalid array', { param: this.full(name) });
  }

  /** Texts by name, as in `metadata`. An empty text is left out. */
  record(name: string): Record<string, string> {
    const value = this.value(name);
    if (value === undefined || value === '') return {};
    if (!isRecord(value)) throw invalidRequest('Invalid hash', { param: this.full(name) });
    const nested = new Params(value, this.full(name));
    return Object.fromEntries(
      Object.keys(value).flatMap((key) => {
        const text = nested.text(key);
        return text === undefined ? [] : [[key, text]];
      }),
    );
  }

  nested(name: string): Params | undefined {
    const value = this.value(name);
    if (value === undefined) return undefined;
    if (!isRecord(value)) throw invalidRequest('Invalid hash', { param: this.full(name) });
    return new Params(value, this.full(name));
  }

  /** @throws ApiError 400 `parameter_unknown`, also for parameters of Stripe that this server does not have */
  refuseOthers(): void {
    const unknown = Object.keys(this.form).find((name) => !this.read.has(name));
    if (unknown === undefined) return;
    const param = this.full(unknown);
    throw invalidRequest(`Received unknown parameter: ${param} (the stand-in for Stripe does not have it)`, {
      code: 'parameter_unknown',
      param,
    });
  }

  private value(name: string): FormValue | undefined {
    this.read.add(name);
    return Object.hasOwn(this.form, name) ? this.form[name] : undefined;
  }

  private fail(name: string): never {
    const param = this.full(name);
    throw invalidRequest(`Missing required param: ${param}.`, { code: 'parameter_missing', param });
  }

  private full(name: string): string {
    return this.inside === undefined ? name : `${this.inside}[${name}]`;
  }
}
