import { circlesIn } from './circles.js';
import { modulesOf, workspacesOf, type Module, type Workspace } from './modules.js';

/** The problems of the imports of all TypeScript sources below a root folder that has workspaces. */
export function importProblems(root: string): string[] {
  const workspaces = workspacesOf(root);
  const modules = modulesOf(root, workspaces);
  const graph = new Map(
    modules.map(({ file, imports }) => [file, imports.flatMap((imported) => imported.file ?? [])]),
  );
  return [
    ...circlesIn(graph).map((circle) => `a circle of imports: ${circle.join(' → ')}`),
    ...modules.flatMap((module) => borderProblems(module, workspaces)),
  ];
}

/** A workspace is imported by its name, through its exports, and only if package.json names it. */
function borderProblems({ file, workspace, imports }: Module, workspaces: readonly Workspace[]): string[] {
  return imports.flatMap(({ specifier, file: target }) => {
    if (target !== undefined) {
      const own = target.startsWith(`${workspace.folder}/`);
      return own ? [] : [`${file} imports ${specifier}: import a workspace by its name`];
    }
    const name = workspaces
      .map(({ manifest }) => manifest.name ?? '')
      .find((each) => specifier === each || specifier.startsWith(`${each}/`));
    if (name === undefined) return [];
    const deep = /^\/(dist|src)(\/|$)/.test(specifier.slice(name.length));
    return [
      ...(deep ? [`${file} imports ${specifier}: import what the workspace exports`] : []),
      ...(namedIn(workspace).has(name)
        ? []
        : [`${file} imports ${name}: name it in ${workspace.folder}/package.json`]),
    ];
  });
}

function namedIn({ manifest }: Workspace): Set<string> {
  const { dependencies, devDependencies, peerDependencies } = manifest;
  return new Set(Object.keys({ ...dependencies, ...devDependencies, ...peerDependencies }));
}
