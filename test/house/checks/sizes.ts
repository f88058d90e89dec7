/**
 * Refuses files and functions that no longer fit a reader's head. Of tests, each `it` counts as a function;
 * what only groups them (a describe, a suite that several makers run) does not.
 */
import { lineAt, type Module, type Node, walk } from '../source.ts';
import { isTestCall } from '../tests.ts';
import { type Tree, type Violation, violation } from '../tree.ts';

export const FILE_LINES_MAX = 400;
export const FUNCTION_LINES_MAX = 60;

const isCode = (path: string): boolean =>
  /\.(ts|proto|sh)$|^\.ci\//.test(path) && !/^(proto\/gen|proto\/google|test\/fixtures)\//.test(path);

export function checkFileSizes(tree: Tree): readonly Violation[] {
  return tree.files.flatMap(({ path, text }) => {
    const lines = text.trimEnd().split('\n').length;
    if (!isCode(path) || lines <= FILE_LINES_MAX) return [];
    return [
      violation(path, FILE_LINES_MAX, `has ${lines} lines, at most ${FILE_LINES_MAX}: split it by idea`),
    ];
  });
}

export function checkFunctionSizes(tree: Tree): readonly Violation[] {
  return tree.modules.flatMap((module) =>
    functionsOf(module).flatMap(({ node, name }) => {
      const first = lineAt(module.text, node.start);
      const lines = lineAt(module.text, node.end) - first + 1;
      if (lines <= FUNCTION_LINES_MAX || groupsTests(node)) return [];
      const message = `${name} has ${lines} lines, at most ${FUNCTION_LINES_MAX}: pull its steps out`;
      return [violation(module.path, first, message)];
    }),
  );
}

interface FoundFunction {
  readonly node: Node;
  readonly name: string;
}

function functionsOf(module: Module): readonly FoundFunction[] {
  const functions: FoundFunction[] = [];
  walk(module.program, (node, ancestors) => {
    const isFunction =
      node.type === 'FunctionDeclaration' ||
      node.type === 'FunctionExpression' ||
      node.type === 'ArrowFunctionExpression';
    if (isFunction) functions.push({ node, name: nameOf(node, ancestors.at(-1)) });
  });
  return functions;
}

/** The name that a reader sees: its own, or that of the variable, property or method that holds it. */
function nameOf(node: Node, parent: Node | undefined): string {
  const holder =
    parent?.type === 'VariableDeclarator'
      ? parent.id
      : parent?.type === 'Property' || parent?.type === 'MethodDefinition'
        ? parent.key
        : undefined;
  for (const named of ['id' in node ? node.id : undefined, holder]) {
    if (typeof named === 'object' && named?.type === 'Identifier') return named.name;
  }
  return 'a function';
}

function groupsTests(node: Node): boolean {
  let groups = false;
  walk(node, (inner) => {
    if (isTestCall(inner)) groups = true;
  });
  return groups;
}
