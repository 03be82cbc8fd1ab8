import type { Metadata } from 'next';
import { AuthPage } from '@/components/auth-page';
import type { QueryPageProps } from '@/lib/page-props';
import { returnPath } from '@/lib/return-path';
import * as words from '@/lib/words';

export const metadata: Metadata = { title: words.signIn.title };

export default async function SignInPage({ searchParams }: QueryPageProps) {
  return <AuthPage isNew={false} next={returnPath((await searchParams).next)} />;
}
