import { known, print, RunningSystem, Visitor } from '@ticketing/e2e/testing';

export interface OneTicketFigures {
  /** Rounds in which not exactly one buyer won. */
  wrongRounds: number;
  /** Answers by their status; 0 for none. */
  answers: Map<number, number>;
  /** How long each answer took, in ms. */
  latencies: number[];
  /** How long each round took, in ms. */
  rounds: number[];
}

/** All buyers want one ticket at the same moment, `rounds` times. Two instances of orders decide. */
export async function oneTicket({
  buyers,
  rounds,
}: {
  buyers: number;
  rounds: number;
}): Promise<OneTicketFigures> {
  const running = await RunningSystem.start({ expirationWindowSeconds: 900, instances: { orders: 2 } });
  try {
    const seller = await Visitor.signedUp(running.url);
    const crowd = await Visitor.crowd(running.url, buyers);
    const tickets = await Promise.all(Array.from({ length: rounds }, () => seller.sell()));
    await known(running.system, tickets);
    const figures: OneTicketFigures = { wrongRounds: 0, answers: new Map(), latencies: [], rounds: [] };
    for (const { id } of tickets) await race(crowd, id, figures);
    return figures;
  } finally {
    await running.stop();
  }
}

async function race(crowd: Visitor[], ticketId: string, figures: OneTicketFigures): Promise<void> {
  const begin = performance.now();
  let winners = 0;
  await Promise.all(
    crowd.map(async (buyer) => {
      const status = await buyer.reserve(ticketId).then(
        (answer) => answer.status,
        () => 0,
      );
      figures.latencies.push(performance.now() - begin);
      figures.answers.set(status, (figures.answers.get(status) ?? 0) + 1);
      if (status === 201) winners++;
    }),
  );
  figures.rounds.push(performance.now() - begin);
  if (winners !== 1) figures.wrongRounds++;
}

export async function printOneTicket(): Promise<boolean> {
  const size = { buyers: 1000, rounds: 20 };
  console.log(
    `${size.buyers} buyers want one ticket at once, ${size.rounds} rounds, two instances of orders`,
  );
  const { wrongRounds, answers, latencies, rounds } = await oneTicket(size);
  const seconds = rounds.reduce((sum, ms) => sum + ms, 0) / 1000;
  print('answer, ms', latencies);
  print('round, ms', rounds);
  console.log(
    `  answers: ${[...answers].map(([status, count]) => `${count} × ${status || 'none'}`).join(', ')}`,
  );
  console.log(
    `  ${Math.round(latencies.length / seconds)} answers a second; rounds without exactly one winner: ${wrongRounds}`,
  );
  return wrongRounds === 0 && [...answers.keys()].every((status) => status === 201 || status === 400);
}
