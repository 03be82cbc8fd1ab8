import type { World } from './world.js';

/** The promises that a world breaks. */
export function brokenIn({ order, bank, payments }: World): string[] {
  const captured = bank.flatMap((seen, index) => (seen === 'captured' ? [index] : []));
  const isFor = (index: number) => order.by === index && /claimed|complete/.test(order.status);
  return [
    ...(captured.length > 1 ? ['charged twice'] : []),
    ...(captured.length > 0 && order.status === 'cancelled' ? ['charged for a cancelled order'] : []),
    ...(captured.some((index) => !isFor(index)) ? ['charged without a claim'] : []),
    ...(order.status === 'complete' && bank[order.by] !== 'captured' ? ['sold without money'] : []),
    ...(bank.filter((seen) => seen === 'authorised').length > 1 ? ['reserved on two cards'] : []),
    ...(captured.some((index) => payments[index]?.goal !== 'capture') ? ['charged against the goal'] : []),
  ];
}

/** Complete and paid once, or cancelled and not charged; and payments knows it. */
export function isCleanEnd({ order, bank, payments }: World): boolean {
  if (payments.some((payment) => payment?.settled === '')) return false;
  const isUncharged = (index: number) => bank[index] === 'none' || bank[index] === 'canceled';
  if (order.status === 'cancelled') return bank.every((_, index) => isUncharged(index));
  if (order.status !== 'complete') return false;
  return bank.every((seen, index) => (index === order.by ? seen === 'captured' : isUncharged(index)));
}
