import type { Metadata } from 'next';
import { AuthPage } from '@/components/auth-page';
import { signUpAction } from '@/lib/actions/account';
import type { ListPageProps } from '@/lib/page-props';
import { returnPath } from '@/lib/return-path';
import { words } from '@/lib/words';

export const metadata: Metadata = { title: words.signUp.title };

export default async function SignUpPage({ searchParams }: ListPageProps) {
  const next = returnPath((await searchParams).next);
  return (
    <AuthPage action={signUpAction} texts={words.signUp} other="/auth/signin" next={next} isNew={true} />
  );
}
