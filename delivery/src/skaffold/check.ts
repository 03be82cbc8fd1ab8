import { existsSync } from 'node:fs';
import { join, posix } from 'node:path';
import { SITE } from '@ticketing/system';
import picomatch from 'picomatch';
import { BuildContext } from '../image/context.js';
import { parseDockerfile } from '../image/dockerfile.js';
import { contextFiles } from '../image/context-files.js';
import { read, ROOT, SHIPPED } from '../root.js';
import { syncDestination, type Artifact, type SkaffoldConfig } from './skaffold.js';

const WORKSPACES = SHIPPED.toSorted();
/** The files that a developer edits, in the workspaces of a dev image. */
const EDITED = /^(\w+\/src\/.*\.ts|client\/(app|components|lib)\/.*)$/;

const context = new BuildContext(ROOT, read('.dockerignore'));

/** The problems of skaffold.yaml beyond its shape. It must name things that exist, and agree with the Dockerfiles. */
export function skaffoldProblems(skaffold: SkaffoldConfig): string[] {
  const prod = skaffold.profiles.filter(({ name }) => name === 'prod');
  if (prod.length !== 1) return ['there is no profile prod, which builds the shipped images'];
  return [
    ...skaffold.build.artifacts.flatMap((artifact) => [
      ...artifactProblems(artifact),
      ...syncProblems(artifact),
    ]),
    ...prod.flatMap(({ build }) => build.artifacts.flatMap((each) => artifactProblems(each))),
    ...[skaffold, ...prod].flatMap(({ build }) => namesProblems(build.artifacts)),
    ...prod.flatMap(({ build }) => build.artifacts.flatMap(shippedProblems)),
    ...[skaffold, ...prod].flatMap(({ manifests }) =>
      manifests.kustomize.paths
        .filter((path) => !existsSync(join(ROOT, path, 'kustomization.yaml')))
        .map((path) => `${path} has no kustomization.yaml`),
    ),
  ];
}

/** Whether the container of `target` uses a file when it is edited. Nothing in that of the site compiles common again. */
function isSynced(target: string, file: string): boolean {
  return EDITED.test(file) && (target !== SITE.name || file.startsWith(`${SITE.name}/`));
}

function namesProblems(artifacts: Artifact[]): string[] {
  const built = artifacts.map(({ image }) => posix.basename(image)).sort();
  return built.join() === WORKSPACES.join()
    ? []
    : [`it builds ${built.join()}, but system/src/system.ts has ${WORKSPACES.join()}`];
}

function artifactProblems({ image, context: folder, docker }: Artifact): string[] {
  if (folder !== '.') return [`${image}: its context must be the root`];
  if (!existsSync(join(ROOT, docker.dockerfile))) return [`${image}: there is no ${docker.dockerfile}`];
  const { stages } = parseDockerfile(read(docker.dockerfile));
  const stage = stages.get(docker.target);
  if (!stage) return [`${image}: ${docker.dockerfile} has no stage ${docker.target}`];
  const declared = stage.instructions.filter(({ keyword }) => keyword === 'ARG').map(({ text }) => text);
  const given = Object.keys(docker.buildArgs);
  const args = [
    ...given.filter((arg) => !declared.includes(arg)),
    ...declared.filter((arg) => !given.includes(arg)),
  ];
  const { WORKSPACE } = docker.buildArgs;
  return [
    ...args.map(
      (arg) =>
        `${image}: the build argument ${arg} must be in buildArgs and in the stage ${docker.target} of ${docker.dockerfile}`,
    ),
    ...(WORKSPACE === undefined || context.has(`${WORKSPACE}/package.json`)
      ? []
      : [`${image}: the build has no workspace ${WORKSPACE}`]),
    ...(WORKSPACE === undefined || image.endsWith(`/${WORKSPACE}`)
      ? []
      : [`${image}: it is built of ${WORKSPACE}; set WORKSPACE to the name of the image`]),
  ];
}

/** A shipped image is built by Dockerfile, of its own workspace, and no file is synced to it. */
function shippedProblems({ image, docker, sync }: Artifact): string[] {
  const workspace = docker.buildArgs['WORKSPACE'] ?? docker.target;
  const own = docker.dockerfile === 'Dockerfile' && image.endsWith(`/${workspace}`);
  return own && !sync ? [] : [`${image}: build it from Dockerfile, of its own workspace, without sync`];
}

function syncProblems(artifact: Artifact): string[] {
  const { image, docker } = artifact;
  const dockerfile = parseDockerfile(read(docker.dockerfile));
  if (!dockerfile.stages.has(docker.target)) return [];
  const { files, workdir } = contextFiles(dockerfile, docker.target, context, docker.buildArgs);
  const sources = [...files.keys()];
  const destinationOf = syncDestination(artifact);
  return [
    ...(artifact.sync?.manual ?? [])
      .filter(({ src }) => !sources.some((file) => picomatch.isMatch(file, src)))
      .map(({ src }) => `${image}: the sync rule ${src} matches no file of the image`),
    ...sources.flatMap((file) => {
      const destination = destinationOf(file);
      if (destination === undefined)
        return isSynced(docker.target, file) ? [`${image}: no sync rule has ${file}`] : [];
      const place = posix.resolve(workdir, destination);
      return place === files.get(file)
        ? []
        : [`${image}: ${file} is synced to ${place}, not ${files.get(file)}`];
    }),
  ];
}
