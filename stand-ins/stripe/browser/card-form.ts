import type { StripeError } from '@stripe/stripe-js';
import { mistakes, readExpiry, type Field, type Typed } from './card-check.js';
import { formatCvc, formatExpiry, formatNumber, onlyDigits } from './card-format.js';
import { reformat } from './reformat.js';

const FIELDS = ['number', 'exp', 'cvc'] as const satisfies readonly Field[];

/** The field that each parameter of the API belongs to. */
const FIELD_OF: Record<string, Field> = { number: 'number', exp_month: 'exp', exp_year: 'exp', cvc: 'cvc' };

/** The three fields of the card, with their errors. An error shows when the buyer leaves the field or submits. */
export class CardForm {
  constructor(private readonly changed: (state: { complete: boolean; empty: boolean }) => void) {
    for (const field of FIELDS) {
      const input = inputOf(field);
      input.addEventListener('input', () => this.typed(field));
      input.addEventListener('blur', () => {
        if (input.value !== '') this.showMistakes([field]);
      });
    }
  }

  get values(): Typed {
    return { number: inputOf('number').value, exp: inputOf('exp').value, cvc: inputOf('cvc').value };
  }

  /** The card as parameters of the API. */
  parameters(): Record<string, string> {
    const { number, exp, cvc } = this.values;
    const [month, year] = readExpiry(exp);
    const card = 'payment_method_data[card]';
    return {
      'payment_method_data[type]': 'card',
      [`${card}[number]`]: onlyDigits(number),
      [`${card}[exp_month]`]: String(month),
      [`${card}[exp_year]`]: String(year),
      [`${card}[cvc]`]: cvc,
    };
  }

  /** Shows all mistakes and goes to the first one. Returns undefined when there is none. */
  validate(): StripeError | undefined {
    this.showMistakes(FIELDS);
    const [first] = mistakes(this.values);
    if (!first) return undefined;
    inputOf(first.field).focus();
    return { type: 'validation_error', code: first.code, message: first.message };
  }

  /** Shows the API's refusal of one field. */
  refused({ param, message }: StripeError): void {
    const field = FIELD_OF[param ?? ''];
    if (field) show(field, message ?? '');
  }

  clear(): void {
    for (const field of FIELDS) {
      inputOf(field).value = '';
      show(field, '');
    }
    this.tell();
  }

  focus(): void {
    inputOf('number').focus();
  }

  private typed(field: Field): void {
    const { number } = this.values;
    if (field === 'number') reformat(inputOf('number'), formatNumber);
    if (field === 'exp' && !endsInMiddle()) reformat(inputOf('exp'), formatExpiry);
    if (field !== 'exp') reformat(inputOf('cvc'), (text) => formatCvc(text, number));
    show(field, '');
    this.tell();
  }

  private tell(): void {
    const { number, exp, cvc } = this.values;
    this.changed({ complete: mistakes(this.values).length === 0, empty: number + exp + cvc === '' });
  }

  private showMistakes(fields: readonly Field[]): void {
    const found = mistakes(this.values);
    for (const field of fields) show(field, found.find((mistake) => mistake.field === field)?.message ?? '');
  }
}

/** While the buyer deletes the separator, it must not come back. */
function endsInMiddle(): boolean {
  return /^\d\d ?\/? ?$/.test(inputOf('exp').value);
}

function inputOf(field: Field): HTMLInputElement {
  return document.getElementById(field) as HTMLInputElement;
}

function show(field: Field, message: string): void {
  const place = document.getElementById(`${field}-error`);
  if (place && place.textContent !== message) place.textContent = message;
  if (message === '') inputOf(field).removeAttribute('aria-invalid');
  else inputOf(field).setAttribute('aria-invalid', 'true');
}
