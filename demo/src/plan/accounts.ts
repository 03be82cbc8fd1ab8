export interface Account {
  name: string;
  email: string;
}

const account = (name: string): Account => ({ name, email: `${name}@demo.example` });

export const SELLERS: readonly Account[] = ['ada', 'mateo', 'noor', 'sven', 'yuki', 'zofia'].map(account);
export const BUYERS: readonly Account[] = [
  'bruno',
  'chidi',
  'elif',
  'hana',
  'ingrid',
  'jamal',
  'lucia',
  'omar',
  'priya',
  'wen',
].map(account);

/** All accounts have it, and everybody may know it: the demo is for a system that only its developer can reach. */
export const PASSWORD = 'front row, please';
