import { join } from 'node:path';
import ts from 'typescript';
import { type KubeObject, modelKey, MODELS } from '../model/models.js';

/**
 * Finds keys that Kubernetes does not know, at any depth. The validators of the models accept unknown keys, as the API
 * server does by default, so nobody would notice a slip like `readinesProbe`. The types of the models are complete, so
 * this class asks the TypeScript compiler about them.
 */
export class KnownKeys {
  private readonly checker: ts.TypeChecker;
  private readonly types = new Map<string, ts.Type>();

  constructor() {
    const file = join(__dirname, 'kinds.ts'); // it is in memory only; its folder must be one that finds the models
    const kinds = [...MODELS.entries()];
    const text = kinds
      .map(([, { model, module }], index) => `export type T${index} = import('${module}').I${model.kind};`)
      .join('\n');
    const options: ts.CompilerOptions = {
      module: ts.ModuleKind.NodeNext,
      lib: ['lib.es5.d.ts'],
      types: [],
      strict: true,
      skipLibCheck: true,
    };
    const disk = ts.createCompilerHost(options);
    const host: ts.CompilerHost = {
      ...disk,
      fileExists: (name) => name === file || disk.fileExists(name),
      readFile: (name) => (name === file ? text : disk.readFile(name)),
      getSourceFile: (name, target, ...rest) =>
        name === file ? ts.createSourceFile(name, text, target) : disk.getSourceFile(name, target, ...rest),
    };
    const program = ts.createProgram([file], options, host);
    this.checker = program.getTypeChecker();
    const source = program.getSourceFile(file)!;
    source.statements.filter(ts.isTypeAliasDeclaration).forEach((declaration, index) => {
      this.types.set(kinds[index]![0], this.checker.getTypeAtLocation(declaration));
    });
  }

  /** The paths of unknown keys, such as `spec.template.spec.containers.0.foo`. The object's kind must be a known one. */
  unknownIn(object: KubeObject): string[] {
    return this.walk(this.types.get(modelKey(object))!, object, '');
  }

  private walk(given: ts.Type, value: unknown, path: string): string[] {
    if (typeof value !== 'object' || value === null) return [];
    const type = this.checker.getNonNullableType(given);
    if (type.isUnion()) {
      const results = type.types.map((member) => this.walk(member, value, path));
      return results.sort((a, b) => a.length - b.length)[0] ?? [];
    }
    if (type.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown)) return [];
    if (Array.isArray(value)) {
      const element = type.getNumberIndexType();
      return element ? value.flatMap((item, index) => this.walk(element, item, `${path}.${index}`)) : [path];
    }
    return Object.entries(value).flatMap(([key, item]) => {
      const at = path === '' ? key : `${path}.${key}`;
      const property = type.getProperty(key);
      const known = property ? this.checker.getTypeOfSymbol(property) : type.getStringIndexType();
      return known ? this.walk(known, item, at) : [at];
    });
  }
}
