import type { Metadata } from 'next';
import { AuthPage } from '@/components/auth-page';
import { signInAction } from '@/lib/actions/account';
import type { ListPageProps } from '@/lib/page-props';
import { returnPath } from '@/lib/return-path';
import { words } from '@/lib/words';

export const metadata: Metadata = { title: words.signIn.title };

export default async function SignInPage({ searchParams }: ListPageProps) {
  const next = returnPath((await searchParams).next);
  return (
    <AuthPage action={signInAction} texts={words.signIn} other="/auth/signup" next={next} isNew={false} />
  );
}
