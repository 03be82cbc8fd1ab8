/** Reads the cursor of the next page from a Link header: `</api/tickets?cursor=abc>; rel="next"`. */
export function nextCursor(link: string | null): string | undefined {
  for (const [, target = '', parameters = ''] of (link ?? '').matchAll(/<([^>]*)>([^<]*)/g)) {
    if (!/;\s*rel="?next"?\s*(;|,|$)/i.test(parameters) || !URL.canParse(target, 'http://any')) continue;
    return new URL(target, 'http://any').searchParams.get('cursor') ?? undefined;
  }
  return undefined;
}
