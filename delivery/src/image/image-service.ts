import { NodeService, type NodeServiceOptions } from '@ticketing/local';
import { type Command } from '@ticketing/processes';
import { inImage, type Image } from './image-builder.js';

/** Runs a service as its image does: with its command, its user, and no other environment than a pod has. */
export class ImageService extends NodeService {
  constructor(
    private readonly image: Image,
    private readonly given: NodeServiceOptions,
  ) {
    super(given);
  }

  override command(port: number): Command {
    const [program, ...args] = this.image.command;
    if (program !== 'node') throw new Error(`The image of ${this.name} starts ${program}, not node`);
    return {
      file: process.execPath,
      args,
      cwd: inImage(this.image, '.'),
      env: {
        ...this.image.env,
        HOME: '/nonexistent',
        TMPDIR: '/nonexistent',
        ...this.given.env?.(),
        HOST: '127.0.0.1',
        PORT: String(port),
      },
      ...user(this.image.user),
    };
  }
}

/** Only root may start a process as another user. A developer who is not root runs the service as himself. */
function user(text: string): Pick<Command, 'uid' | 'gid'> {
  const [uid, gid] = text.split(':').map(Number);
  if (!uid || !gid) throw new Error(`The image runs as "${text}", which is not a user and a group by number`);
  return process.getuid?.() === 0 ? { uid, gid } : {};
}
