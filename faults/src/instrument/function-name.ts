import type { Node } from 'acorn';

interface Named extends Node {
  id?: Named | null;
  key?: Named;
  left?: Named;
  property?: Named;
  init?: Node | null;
  name?: string;
}

/**
 * The name of the function that the code at the end of `ancestors` belongs to, with the names around it, the outermost
 * first: `OutboxRelay.publish`, `runService.stopAll`. A function without a name counts as part of the function around it.
 */
export function functionName(ancestors: Node[]): string {
  const names = ancestors.slice(0, -1).map((node, index) => nameOf(node as Named, ancestors[index + 1]!));
  return names.filter((name) => name !== undefined).join('.') || 'module';
}

function nameOf(node: Named, child: Node): string | undefined {
  const isFunction = /Function/.test(child.type);
  switch (node.type) {
    case 'ClassDeclaration':
    case 'FunctionDeclaration':
      return node.id?.name;
    case 'MethodDefinition':
    case 'PropertyDefinition':
      return node.key?.name;
    case 'Property':
      return isFunction ? node.key?.name : undefined;
    case 'VariableDeclarator':
      return isFunction ? node.id?.name : undefined;
    case 'AssignmentExpression':
      return node.left?.property?.name;
    default:
      return undefined;
  }
}
