/**
 * Refuses direct use of clocks, timers, randomness and the surrounding process: with one door to each of them,
 * every test can bring its own. Free is what runs inside a test alone: `*.test.ts`, `testing/` folders, test/contract,
 * test/mesh and test/setup.ts. Programs that a benchmark or load starts (`*-child.ts` of
 * test/bench and test/lab/load) are mains.
 */
import { programs } from '../arrows.ts';
import { dottedName, lineAt, type Module, type Node, propertyName, stringValue, walk } from '../source.ts';
import { type Tree, type Violation, violation } from '../tree.ts';
import { roomOf } from './arrows.ts';
import { manifestOf } from './packages.ts';

type Door = 'shared/runtime' | 'shared/config and the mains';

interface Ban {
  readonly door: Door;
  readonly use: string;
}

const runtime = (use: string): Ban => ({ door: 'shared/runtime', use });
const config = (use: string): Ban => ({ door: 'shared/config and the mains', use });

const randomBytes = runtime('Random.bytes');

/** What may not be named -> what to use. Names of Node's modules are written as their global twins. */
export const bans: Readonly<Record<string, Ban>> = {
  'Date.now': runtime('Clock.now'),
  'new Date()': runtime('Clock.now'),
  'performance.now': runtime('Clock.monotonic'),
  'process.hrtime': runtime('Clock.monotonic'),
  setTimeout: runtime('Clock.after, delay or withDeadline'),
  setInterval: runtime('Clock.every'),
  setImmediate: runtime('Clock.after(0, …)'),
  'AbortSignal.timeout': runtime('withDeadline'),
  'Math.random': runtime('Random.float'),
  'crypto.randomBytes': randomBytes,
  'crypto.randomFillSync': randomBytes,
  'crypto.randomFill': randomBytes,
  'crypto.getRandomValues': randomBytes,
  'crypto.randomInt': runtime('randomInt'),
  'crypto.randomUUID': runtime('newId'),
  'process.env': config('the parsed configuration that main hands down'),
  'process.exit': config('a thrown WaysideError, or an exit code returned to main'),
};

/** Node modules whose exports are the globals above. */
const twins: Readonly<Record<string, string>> = {
  'node:crypto': 'crypto',
  'node:process': 'process',
  'node:perf_hooks': '',
  'node:timers': '',
  'node:timers/promises': '',
};

/** Exports of theirs that are objects with banned members, by the name they have as globals. */
const objects: Readonly<Record<string, string>> = { performance: 'performance', webcrypto: 'crypto' };

export function checkCalls(tree: Tree): readonly Violation[] {
  const mains = new Set([...programs, ...programsOfScripts(tree)]);
  return tree.modules
    .filter(({ path }) => !runsInTests(path))
    .flatMap((module) =>
      usesIn(module)
        .filter(({ ban }) => !isDoor(module.path, ban.door, mains))
        .map(({ name, ban, start }) => {
          const line = lineAt(module.text, start);
          return violation(module.path, line, `uses ${name}; it belongs to ${ban.door}: use ${ban.use}`);
        }),
    );
}

function runsInTests(path: string): boolean {
  return path.endsWith('.test.ts') || /^test\/((contract|mesh)\/|setup\.ts$)|\/testing\//.test(path);
}

/** The sources of what package.json starts: `node dist/test/run.js` is test/run.ts. */
function programsOfScripts(tree: Tree): readonly string[] {
  const commands = Object.values(manifestOf(tree).scripts ?? {}).join('\n');
  return [...commands.matchAll(/node dist\/(\S+)\.js/g)].map(([, path]) => `${path}.ts`);
}

function isDoor(path: string, door: Door, mains: ReadonlySet<string>): boolean {
  if (door === 'shared/runtime') return roomOf(path) === 'shared/runtime';
  const started = mains.has(path) || /^test\/(?:bench|lab\/load)\/[\w-]+-child\.ts$/.test(path);
  return started || roomOf(path) === 'shared/config';
}

interface Use {
  readonly name: string;
  readonly ban: Ban;
  readonly start: number;
}

/** Every place where a banned name is used, or brought in under another name. */
function usesIn(module: Module): readonly Use[] {
  const aliases = new Map<string, string>();
  const uses: Use[] = [];
  const note = (name: string, start: number): void => {
    const ban = bans[name];
    if (ban) uses.push({ name, ban, start });
  };
  walk(module.program, (node, ancestors) => {
    for (const [name, start] of namesAt(node, ancestors.at(-1), aliases)) note(name, start);
  });
  return uses;
}

type Named = readonly [name: string, start: number];

function namesAt(node: Node, parent: Node | undefined, aliases: Map<string, string>): readonly Named[] {
  switch (node.type) {
    case 'ImportDeclaration':
      return namesOfImport(node, aliases);
    case 'NewExpression':
    case 'CallExpression': {
      const bareDate = dottedName(node.callee) === 'Date';
      const readsClock = bareDate && (node.type === 'CallExpression' || node.arguments.length === 0);
      return readsClock ? [['new Date()', node.start]] : [];
    }
    case 'VariableDeclarator':
      return namesOfDestructuring(node, aliases);
    case 'MemberExpression': {
      const name = dottedName(node);
      if (name === undefined) return [];
      const [head = '', ...rest] = name.split('.');
      return [[join(aliases.get(head) ?? head, rest), node.start]];
    }
    case 'Identifier':
      return isReference(node, parent) ? [[node.name, node.start]] : [];
    default:
      return [];
  }
}

function join(head: string, rest: readonly string[]): string {
  return [head, ...rest].filter((part) => part !== '').join('.');
}

/** Named imports are uses; a default or namespace import is remembered under its local name. */
function namesOfImport(
  node: Extract<Node, { type: 'ImportDeclaration' }>,
  aliases: Map<string, string>,
): readonly Named[] {
  const twin = twins[stringValue(node.source) ?? ''];
  if (twin === undefined) return [];
  return node.specifiers.flatMap((specifier): Named[] => {
    if (specifier.type !== 'ImportSpecifier') {
      aliases.set(specifier.local.name, twin);
      return [];
    }
    const imported = propertyName(specifier.imported, false) ?? '';
    const object = objects[imported];
    if (object !== undefined) aliases.set(specifier.local.name, object);
    return [[join(twin, [imported]), specifier.start]];
  });
}

/** `const { env } = process` */
function namesOfDestructuring(
  node: Extract<Node, { type: 'VariableDeclarator' }>,
  aliases: ReadonlyMap<string, string>,
): readonly Named[] {
  const from = node.init ? dottedName(node.init) : undefined;
  if (from === undefined || node.id.type !== 'ObjectPattern') return [];
  return node.id.properties.flatMap((property): Named[] => {
    const key = property.type === 'Property' ? propertyName(property.key, property.computed) : undefined;
    return key === undefined ? [] : [[join(aliases.get(from) ?? from, [key]), property.start]];
  });
}

/** An identifier that stands for a value: no key of a property, no name in an import or a type. */
function isReference(node: Node, parent: Node | undefined): boolean {
  if (!parent || /^(TS|Import|Export)/.test(parent.type)) return false;
  if (parent.type === 'MemberExpression') return parent.object === node || parent.computed;
  return !('key' in parent && parent.key === node);
}
