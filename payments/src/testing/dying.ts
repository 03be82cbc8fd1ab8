import { Payment } from '../models/payment.js';
import type { PaymentProvider } from '../provider/payment-provider.js';

/** The process died. */
export class Death extends Error {}

/** Lets a process die at a chosen place: before or after a call of the provider, or before or after a write. */
export class Mortal {
  private places = 0;
  private save: jest.SpyInstance | undefined;

  constructor(private readonly diesAt: number) {}

  /** Whether it has come to the place. */
  get died(): boolean {
    return this.places >= this.diesAt;
  }

  /** The provider as this process calls it. */
  using(provider: PaymentProvider): PaymentProvider {
    return new Proxy(provider, {
      get: (target, name: keyof PaymentProvider) => {
        const call: (...args: never[]) => unknown = Reflect.get(target, name);
        return (...args: never[]) => this.around(() => Promise.resolve(call.apply(target, args)));
      },
    });
  }

  /** From now on writes of payments are places to die, too. */
  begin(): this {
    const around = this.around.bind(this);
    const model = Payment.prototype as { save: () => Promise<unknown> };
    const save: (this: unknown) => Promise<unknown> = Reflect.get(model, 'save');
    this.save = jest.spyOn(model, 'save').mockImplementation(function (this: unknown) {
      return around(() => save.call(this));
    });
    return this;
  }

  end(): void {
    this.save?.mockRestore();
  }

  private async around<T>(work: () => Promise<T>): Promise<T> {
    this.place();
    const result = await work();
    this.place();
    return result;
  }

  private place(): void {
    if (++this.places === this.diesAt) throw new Death();
  }
}
