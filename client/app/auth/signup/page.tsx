import type { Metadata } from 'next';
import { AuthPage } from '@/components/auth-page';
import type { QueryPageProps } from '@/lib/page-props';
import { returnPath } from '@/lib/return-path';
import * as words from '@/lib/words';

export const metadata: Metadata = { title: words.signUp.title };

export default async function SignUpPage({ searchParams }: QueryPageProps) {
  return <AuthPage isNew={true} next={returnPath((await searchParams).next)} />;
}
