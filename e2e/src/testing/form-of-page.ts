/** The form of a page as a browser without JavaScript sends it: its hidden fields and what somebody has typed. */
export function formOfPage(html: string, typed: Record<string, string>): FormData {
  const form = new FormData();
  for (const [tag] of html.matchAll(/<input\b[^>]*type="hidden"[^>]*>/g)) {
    const read = (name: string) => unescaped(new RegExp(`\\b${name}="([^"]*)"`).exec(tag)?.[1] ?? '');
    if (read('name').startsWith('$ACTION')) form.append(read('name'), read('value'));
  }
  for (const [name, text] of Object.entries(typed)) form.set(name, text);
  return form;
}

function unescaped(text: string): string {
  return text.replaceAll('&quot;', '"').replaceAll('&amp;', '&');
}
