/** Stripe's script throws such an error when a page uses it in a wrong way. */
export function integrationError(message: string): Error {
  return Object.assign(new Error(message), { name: 'IntegrationError' });
}

/** Stripe's script has this function. The stand-in does not, and says so instead of doing nothing. */
export function absent(name: string): () => never {
  return () => {
    throw integrationError(`The stand-in for Stripe does not have ${name}: see its README.`);
  };
}
