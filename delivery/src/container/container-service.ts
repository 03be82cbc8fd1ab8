import { NodeService, type NodeServiceOptions } from '@ticketing/local';
import type { Command } from '@ticketing/processes';
import { type BuiltImage, type Engine, POD_SETTINGS } from './engine.js';

/** Runs a service of the local system from its image. */
export class ContainerService extends NodeService {
  constructor(
    private readonly engine: Engine,
    private readonly image: BuiltImage,
    private readonly given: NodeServiceOptions,
  ) {
    super(given);
  }

  override command(port: number): Command {
    const env = { ...POD_SETTINGS, ...this.given.env?.(), HOST: '127.0.0.1', PORT: String(port) };
    return this.engine.command({ image: this.image, env });
  }
}
