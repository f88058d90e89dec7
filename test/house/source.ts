/**
 * One TypeScript file as data: its syntax tree, comments and imports. The parser is the one that builds and
 * tests already use (vite's), so that house rules judge code and never the words in a string or comment.
 */
import { dirname, join } from 'node:path/posix';
import { type ESTree, type ParseResult, parseSync } from 'vite';

export type Node = ESTree.Node;

export interface SourceFile {
  /** From the top of the repository, with forward slashes. */
  readonly path: string;
  readonly bytes: Uint8Array;
  /** The bytes read as UTF-8. */
  readonly text: string;
  readonly mode: 'plain' | 'executable' | 'symlink';
}

export interface Import {
  readonly specifier: string;
  /** The file that a relative import means, or undefined for a package. */
  readonly target: string | undefined;
  /** `@scope/name` or `name`; undefined for relative imports and for Node's own modules. */
  readonly packageName: string | undefined;
  readonly typeOnly: boolean;
  readonly line: number;
}

export interface Module extends SourceFile {
  readonly program: ESTree.Program;
  readonly comments: ParseResult['comments'];
  readonly imports: readonly Import[];
  /** What the parser could not read; everything else of such a module is empty. */
  readonly syntaxErrors: readonly string[];
}

/** Parses a file. Never throws: a file that does not parse carries its errors. */
export function parseModule(file: SourceFile): Module {
  const { program, comments, errors } = parseSync(file.path, file.text);
  const imports: Import[] = [];
  walk(program, (node) => {
    const found = importOf(node);
    if (found) imports.push(describeImport(file, found));
  });
  return { ...file, program, comments, imports, syntaxErrors: errors.map((error) => error.message) };
}

/** Calls `visit` for the node and all below it, parents first; `ancestors` runs from the top to the parent. */
export function walk(
  node: Node,
  visit: (node: Node, ancestors: readonly Node[]) => void,
  ancestors: readonly Node[] = [],
): void {
  visit(node, ancestors);
  const inner = [...ancestors, node];
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value]) {
      if (isNode(child)) walk(child, visit, inner);
    }
  }
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}

/** The line of an offset, counted from 1. */
export function lineAt(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at !== -1 && at < offset; at = text.indexOf('\n', at + 1)) line += 1;
  return line;
}

/** `Date.now`, `process.env`, `globalThis.x` as `x`: the dotted name of an identifier or plain member chain. */
export function dottedName(node: Node): string | undefined {
  if (node.type === 'Identifier') return node.name;
  if (node.type !== 'MemberExpression') return undefined;
  const object = dottedName(node.object);
  const key = propertyName(node.property, node.computed);
  if (object === undefined || key === undefined) return undefined;
  return object === 'globalThis' ? key : `${object}.${key}`;
}

/** The name that a property key or member spells out, if it is not computed at run time. */
export function propertyName(key: Node, computed: boolean): string | undefined {
  if (key.type === 'Identifier' && !computed) return key.name;
  return key.type === 'Literal' && typeof key.value === 'string' ? key.value : undefined;
}

/** The text of a string literal or of a template; what is filled in at run time reads as `…`. */
export function stringValue(node: Node | undefined): string | undefined {
  if (node?.type === 'Literal') return typeof node.value === 'string' ? node.value : undefined;
  if (node?.type === 'TemplateLiteral') return node.quasis.map((part) => part.value.cooked ?? '').join('…');
  return undefined;
}

interface FoundImport {
  readonly specifier: string;
  readonly typeOnly: boolean;
  readonly start: number;
}

function importOf(node: Node): FoundImport | undefined {
  switch (node.type) {
    case 'ImportDeclaration': {
      const named = node.specifiers;
      const allTypes =
        named.length > 0 && named.every((one) => one.type === 'ImportSpecifier' && one.importKind === 'type');
      return found(node.source, node.importKind === 'type' || allTypes);
    }
    case 'ExportAllDeclaration':
      return found(node.source, node.exportKind === 'type');
    case 'ExportNamedDeclaration':
      return node.source ? found(node.source, node.exportKind === 'type') : undefined;
    case 'TSImportType':
      return found(node.source, true);
    case 'ImportExpression':
      return found(node.source, false);
    case 'CallExpression':
      return dottedName(node.callee) === 'require' ? found(node.arguments[0], false) : undefined;
    default:
      return undefined;
  }
}

function found(source: Node | undefined, typeOnly: boolean): FoundImport | undefined {
  const specifier = stringValue(source);
  return source && specifier !== undefined ? { specifier, typeOnly, start: source.start } : undefined;
}

function describeImport(file: SourceFile, { specifier, typeOnly, start }: FoundImport): Import {
  const relative = specifier.startsWith('.');
  const [first = '', second = ''] = specifier.split('/');
  const packageName = first.startsWith('@') ? `${first}/${second}` : first;
  return {
    specifier,
    target: relative ? join(dirname(file.path), specifier) : undefined,
    packageName: relative || specifier.startsWith('node:') ? undefined : packageName,
    typeOnly,
    line: lineAt(file.text, start),
  };
}
