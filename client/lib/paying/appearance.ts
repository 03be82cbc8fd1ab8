import type { Appearance } from '@stripe/stripe-js';

/** Lets the card form, which is in a frame, look like the page around it. */
export function appearanceOf(page: CSSStyleDeclaration, isDark: boolean): Appearance {
  const colour = (name: string) => page.getPropertyValue(`--${name}`).trim();
  return {
    theme: isDark ? 'night' : 'stripe',
    variables: {
      colorPrimary: colour('accent'),
      colorBackground: colour('card'),
      colorText: colour('ink'),
      colorTextSecondary: colour('soft'),
      colorDanger: colour('bad'),
      borderRadius: '9px',
      fontFamily: 'system-ui, sans-serif',
      fontSizeBase: '16px',
    },
  };
}
