import { type BuyStep, drawPlan, OPENING, OPENING_STEPS, type Step } from './plan.js';
import { SHOWS } from './shows.js';

function steps(seed: number, count: number): Step[] {
  const plan = drawPlan(seed);
  return Array.from({ length: count }, () => plan.next().value);
}
const buys = (some: readonly Step[]) => some.filter((step): step is BuyStep => step.kind === 'buy');
const listings = (some: readonly Step[]) =>
  some.flatMap((step) => (step.kind === 'list' ? [step.listing] : []));

it('the same seed draws the same steps, for hours', () => {
  expect(steps(7, 3_000)).toEqual(steps(7, 3_000));
});

it('another seed draws other tickets and other buyers', () => {
  const [one, other] = [steps(1, 300), steps(2, 300)];
  const titles = new Set(listings(one).map(({ title }) => title));
  expect(listings(other).filter(({ title }) => titles.has(title)).length).toBeLessThan(5);
  const whoAndHow = (some: Step[]) => buys(some).map(({ buyer, ending }) => `${buyer.name} ${ending}`);
  expect(whoAndHow(one)).not.toEqual(whoAndHow(other));
});

it('opens with 40 tickets of all 6 sellers: 26 on sale, 6 reserved, 8 sold', () => {
  const opening = steps(1, OPENING_STEPS);
  const bought = buys(opening);
  expect(listings(opening)).toHaveLength(40);
  expect(new Set(listings(opening).map(({ seller }) => seller.name)).size).toBe(6);
  expect(new Set(bought.map(({ listing }) => listing.ordinal)).size).toBe(bought.length);
  expect(bought.filter(({ ending }) => ending === 'pays')).toHaveLength(8);
  expect(bought.filter(({ ending }) => ending === 'runs-out')).toHaveLength(6);
});

it.each([1, 2, 2 ** 31 - 1])('keeps 26 tickets on sale or a few more, with seed %d', (seed) => {
  const { tickets, sold } = OPENING;
  const onSale = new Set<number>();
  const wrong: Step[] = [];
  let most = 0;
  for (const step of steps(seed, 3_000)) {
    const { ordinal } = step.listing;
    if (step.kind === 'list') onSale.add(ordinal);
    else if (!onSale.has(ordinal) || onSale.size < tickets - sold) wrong.push(step);
    // a ticket that was not paid for is on sale again at some time
    else if (step.ending === 'pays' || step.ending === 'second-card') onSale.delete(ordinal);
    most = Math.max(most, onSale.size);
  }
  expect(wrong).toEqual([]);
  expect(most).toBeLessThan(100);
});

it('every ending is drawn, and most people pay', () => {
  const drawn = buys(steps(1, 3_000)).map(({ ending }) => ending);
  const share = (ending: string) => drawn.filter((each) => each === ending).length / drawn.length;
  expect(share('pays')).toBeCloseTo(0.7, 1);
  expect(share('second-card')).toBeCloseTo(0.15, 1);
  expect(share('cancels')).toBeGreaterThan(0.02);
  expect(share('runs-out')).toBeGreaterThan(0.05);
});

it('titles are all different, and are those of all shows before one comes again', () => {
  const all = listings(steps(1, 3_000));
  expect(new Set(all.map(({ title }) => title)).size).toBe(all.length);
  const first = all.slice(0, SHOWS.length).map(({ title }) => title.split(' · ')[0]);
  expect(new Set(first)).toEqual(new Set(SHOWS.map(({ title }) => title)));
});

it('the system takes every title and price', () => {
  const wrong = listings(steps(1, 3_000)).filter(
    ({ title, price }) =>
      title !== title.normalize().trim() ||
      title.length > 200 ||
      price < 0.5 ||
      !Number.isInteger(price * 100),
  );
  expect(wrong).toEqual([]);
});

it('some titles are in other scripts', () => {
  const titles = SHOWS.map(({ title }) => title);
  for (const script of ['Han', 'Hangul', 'Arabic', 'Cyrillic', 'Greek', 'Hebrew', 'Devanagari'])
    expect(titles.some((title) => new RegExp(`\\p{Script=${script}}`, 'u').test(title))).toBe(true);
  expect(titles.some((title) => /\p{Extended_Pictographic}/u.test(title))).toBe(true);
});
