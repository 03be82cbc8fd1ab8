import { posix } from 'node:path';
import picomatch from 'picomatch';
import { parse } from 'yaml';
import { z } from 'zod';

const docker = z.strictObject({
  dockerfile: z.string(),
  target: z.string(),
  buildArgs: z.record(z.string(), z.string()).default({}),
});
const artifact = z.strictObject({
  image: z.string(),
  context: z.string().default('.'),
  docker,
  sync: z
    .strictObject({
      manual: z.array(z.strictObject({ src: z.string(), dest: z.string(), strip: z.string().optional() })),
    })
    .optional(),
});
const build = z.strictObject({
  artifacts: z.array(artifact).min(1),
  local: z.strictObject({ useBuildkit: z.boolean() }),
});
const manifests = z.strictObject({ kustomize: z.strictObject({ paths: z.array(z.string()).min(1) }) });

/** The part of the schema of Skaffold (skaffold/v4beta13, Skaffold 2.15) that this project uses. Other fields are refused. */
const config = z.strictObject({
  apiVersion: z.literal('skaffold/v4beta13'),
  kind: z.literal('Config'),
  metadata: z.strictObject({ name: z.string() }),
  build,
  manifests,
  deploy: z.strictObject({ kubectl: z.strictObject({}) }),
  portForward: z.array(
    z.strictObject({
      resourceType: z.literal('service'),
      resourceName: z.string(),
      namespace: z.string(),
      port: z.int().min(1).max(65_535),
      localPort: z.int().min(1024).max(65_535), // a lower one needs root
    }),
  ),
  profiles: z.array(z.strictObject({ name: z.string(), build, manifests })),
});

export type SkaffoldConfig = z.infer<typeof config>;
export type Artifact = z.infer<typeof artifact>;

/** @throws Error that names every missing, wrong or unknown field */
export function readSkaffold(text: string): SkaffoldConfig {
  const result = config.safeParse(parse(text));
  if (!result.success) throw new Error(z.prettifyError(result.error));
  return result.data;
}

/**
 * The place of a changed file in the running container, relative to its working directory. It is undefined if Skaffold
 * builds a new image instead.
 */
export function syncDestination({ sync }: Artifact): (file: string) => string | undefined {
  const rules = (sync?.manual ?? []).map((rule) => ({ strip: '', ...rule, matches: picomatch(rule.src) }));
  return (file) => {
    const rule = rules.find(({ matches }) => matches(file));
    if (!rule) return undefined;
    return posix.join(rule.dest, file.startsWith(rule.strip) ? file.slice(rule.strip.length) : file);
  };
}
