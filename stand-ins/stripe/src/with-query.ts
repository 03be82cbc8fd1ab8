/** Adds parameters to an address. It keeps what the address has already. `null` and undefined are left out. */
export function withQuery(address: string, parameters: Record<string, string | null | undefined>): string {
  const url = new URL(address);
  for (const [name, value] of Object.entries(parameters))
    if (value !== null && value !== undefined) url.searchParams.set(name, value);
  return url.href;
}
