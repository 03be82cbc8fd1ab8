import { cardFormSources } from './card-form-sources';

interface Options {
  nonce: string;
  development: boolean;
  /** The origin of the card form; undefined where nothing can be paid. */
  formOrigin: string | undefined;
}

/**
 * A page loads from and sends to this site only, apart from the card form. Scripts run only with the nonce of this one
 * answer, and so does what they load.
 */
export function contentSecurityPolicy({ nonce, development, formOrigin }: Options): string {
  const inDevelopment = (source: string) => (development ? ` ${source}` : '');
  const card = cardFormSources(formOrigin);
  const ofCard = (name: keyof NonNullable<typeof card>) => (card?.[name] ? ` ${card[name]}` : '');
  return [
    "default-src 'self'",
    // React's error messages in development need eval. Browsers that know 'strict-dynamic' skip the origins.
    `script-src 'nonce-${nonce}' 'strict-dynamic'${inDevelopment("'unsafe-eval'")}${ofCard('script')}`,
    `style-src 'self'${inDevelopment("'unsafe-inline'")}`,
    "img-src 'self' data:",
    `connect-src 'self'${ofCard('connect')}`,
    `frame-src${ofCard('frame') || " 'none'"}`,
    "object-src 'none'",
    "base-uri 'none'",
    `form-action 'self'${ofCard('form')}`,
    "frame-ancestors 'none'",
  ].join('; ');
}

/** The nonce of a policy. */
export function nonceOf(policy: string): string | undefined {
  return /'nonce-([^']+)'/.exec(policy)?.[1];
}
