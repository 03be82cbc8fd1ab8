// Next.js has types of its own for these props, but a build generates them, and type checks must work without a build.

export interface QueryPageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export interface ItemPageProps {
  params: Promise<{ id: string }>;
}
