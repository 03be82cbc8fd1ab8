/** What Next.js gives to a page. Its own types for it are made by a build, and the checks must not need one. */
export interface ListPageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export interface ItemPageProps {
  params: Promise<{ id: string }>;
}
