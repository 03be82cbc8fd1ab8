import { print } from '@ticketing/e2e/testing';
import { printBankDown } from './bank-down.js';
import { printBusDown } from './bus-down.js';
import { clocksApart } from './clocks.js';
import { printLastSecond } from './last-second.js';
import { printOneTicket } from './one-ticket.js';
import { printRedisEmptied } from './redis-emptied.js';
import { printTimeToComplete } from './time-to-complete.js';

async function printClocks(): Promise<boolean> {
  console.log('Clocks up to 6 minutes apart: 200 orders');
  const { promised, late } = await clocksApart(200);
  print('promised end off by, ms', promised);
  print('order cancelled, ms late', late);
  return Math.min(...late) > -100 && Math.max(...late) < 15_000;
}

const SCENARIOS = {
  'one-ticket': printOneTicket,
  'bus-down': printBusDown,
  'redis-emptied': printRedisEmptied,
  clocks: printClocks,
  'last-second': printLastSecond,
  'bank-down': printBankDown,
  'time-to-complete': printTimeToComplete,
};

/** `npm run scenarios -w faults -- [name …]`: plays situations that each have a promise of their own, and prints figures. */
async function main(wanted: string[]): Promise<void> {
  for (const [name, run] of Object.entries(SCENARIOS)) {
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    const held = await run().catch((error: unknown) => {
      console.log(`  FAILED: ${String(error)}`);
      return false;
    });
    console.log(held ? '  as promised' : '  NOT as promised');
    if (!held) process.exitCode = 1;
  }
}

void main(process.argv.slice(2));
