import type { Appearance } from '@stripe/stripe-js';

/** The variables of an appearance that the stand-in has, and the properties in its style sheet. */
const VARIABLES = [
  ['colorPrimary', '--accent', 'color'],
  ['colorBackground', '--field', 'color'],
  ['colorText', '--ink', 'color'],
  ['colorTextSecondary', '--soft', 'color'],
  ['colorDanger', '--bad', 'color'],
  ['borderRadius', '--radius', 'border-radius'],
  ['fontFamily', '--font', 'font-family'],
  ['fontSizeBase', '--size', 'font-size'],
] as const;

/** Lets the frame look like the page around it. Values that are no valid CSS are left out. */
export function applyAppearance(appearance: Appearance | undefined): void {
  const root = document.documentElement;
  if (appearance?.theme) root.dataset.theme = appearance.theme;
  for (const [name, property, kind] of VARIABLES) {
    const value = appearance?.variables?.[name];
    if (value !== undefined && CSS.supports(kind, value)) root.style.setProperty(property, value);
  }
}
