/** A failure that the person at the keyboard can mend: its message says how and is shown alone, without a stack. */
export class UserError extends Error {
  override readonly name = 'UserError';
}
