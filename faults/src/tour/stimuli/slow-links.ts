import type { Scene } from '../../fault.js';
import type { Link } from '../../links/link.js';

/** How long each chunk on a slow link takes. */
interface Slowness {
  minMs: number;
  maxMs: number;
}

/** Does the work while these links are slow. They are open again when the work has ended, or has failed. */
export async function withSlowLinks(
  scene: Scene,
  isMeant: (link: Link) => boolean,
  { minMs, maxMs }: Slowness,
  work: () => Promise<void>,
): Promise<void> {
  const links = scene.links.all.filter(isMeant);
  for (const link of links) link.delay(minMs, maxMs, undefined);
  try {
    await work();
  } finally {
    for (const link of links) link.heal();
  }
}
