import type { Command } from '@ticketing/processes';

/** How the image of a workspace is built. */
export interface ImagePlan {
  name: string;
  target: string;
  workspace: string;
}

/** What the engine knows about an image that it has built. */
export interface BuiltImage {
  name: string;
  /** A folder with the files of the image, at least those below /app. */
  root: string;
  user: string;
  workdir: string;
  env: Record<string, string>;
  command: string[];
  hasEntrypoint: boolean;
}

export interface Run {
  image: BuiltImage;
  /** The settings that a pod would give to it. */
  env: Record<string, string>;
  /** The command, if it is not that of the image. */
  command?: readonly string[];
}

/** Pods start every image with this. A Node that is too old for it does not start. */
export const POD_SETTINGS = { NODE_OPTIONS: '--max-old-space-size-percentage=50' };

/** A program that builds images and runs them. */
export interface Engine {
  name: string;
  /** @param heard gets each step of the build */
  build(plan: ImagePlan, heard: (step: string) => void): Promise<BuiltImage>;
  /**
   * The command that runs an image as a child of this process: as the user of the image, with a root that nobody can write
   * to, and on the network of this machine. Signals reach the program, and the child ends with its exit code.
   */
  command(run: Run): Command;
  /** Removes what is left of the runs. */
  cleanUp(): Promise<void>;
}

/** The machine lacks something, so nothing can be said about the images. The message says what is missing. */
export class CannotRun extends Error {}
