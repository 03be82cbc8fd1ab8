import type { Metadata } from 'next';
import { AccountPage } from '@/components/account-page';
import { ServiceDown } from '@/components/service-down';
import { currentUser } from '@/lib/api';
import { toSignIn } from '@/lib/page-data';
import * as words from '@/lib/words';

const PATH = '/account';

export const metadata: Metadata = { title: words.accountPage.title };

export default async function Page() {
  const user = await currentUser();
  if (user === null) return toSignIn(PATH);
  return user ? <AccountPage user={user} /> : <ServiceDown path={PATH} />;
}
