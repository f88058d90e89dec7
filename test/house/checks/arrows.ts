/** Refuses imports against the table of arrows, around a room's door, and files outside any known room. */
import {
  arrows,
  generatedTypes,
  otherFiles,
  otherFolders,
  testFolder,
  typeOnlyRooms,
  unitTestsAlsoSee,
} from '../arrows.ts';
import type { Import, Module } from '../source.ts';
import { type Tree, type Violation, violation } from '../tree.ts';

export const DOOR_LINES_MAX = 40;

/** Every import of every module, judged by the table. */
export function checkArrows(tree: Tree): readonly Violation[] {
  return tree.modules.flatMap((module) =>
    isIn(module.path, testFolder) ? [] : module.imports.flatMap((one) => judge(module, one)),
  );
}

/** Files that are in no room of the table: a room is built when its issue comes. */
export function checkRooms(tree: Tree): readonly Violation[] {
  const known = (path: string): boolean =>
    roomOf(path) !== undefined ||
    otherFiles.includes(path) ||
    otherFolders.some((folder) => isIn(path, folder)) ||
    /^(agent|controller|shared|proto|deploy|test)\/README\.md$/.test(path);
  return tree.files
    .filter(({ path }) => !known(path))
    .map(({ path }) =>
      violation(
        path,
        1,
        'is in no room that is built; put it into one, or enter its room in test/house/arrows.ts',
      ),
    );
}

/** A door says what a room offers and holds nothing itself. */
export function checkDoors(tree: Tree): readonly Violation[] {
  const doors = tree.modules.filter(({ path }) => path === `${roomOf(path)}/index.ts`);
  return doors.flatMap((door) => {
    const lines = door.text.trimEnd().split('\n').length;
    const own = door.program.body.find((node) => node.type !== 'ExportAllDeclaration' && !isReExport(node));
    return [
      ...(own
        ? [violation(door.path, 1, 'a door holds re-exports only; move the code to a file of its own')]
        : []),
      ...(lines > DOOR_LINES_MAX
        ? [
            violation(
              door.path,
              DOOR_LINES_MAX,
              `a door has at most ${DOOR_LINES_MAX} lines, this one ${lines}`,
            ),
          ]
        : []),
    ];
  });
}

/** The room of a path by the longest name in the table that it is or stands below; `a.test.ts` belongs to `a.ts`. */
export function roomOf(path: string): string | undefined {
  const file = path.replace(/\.test\.ts$/, '.ts');
  const names = Object.keys(arrows).filter((name) => isIn(file, name));
  return names.toSorted((a, b) => b.length - a.length)[0];
}

function isIn(path: string, folder: string): boolean {
  return path === folder || path.startsWith(`${folder}/`);
}

function isReExport(node: Module['program']['body'][number]): boolean {
  return node.type === 'ExportNamedDeclaration' && node.source !== null;
}

function judge(module: Module, one: Import): readonly Violation[] {
  const target = one.target;
  const from = roomOf(module.path);
  if (target === undefined || from === undefined) return [];
  const refusal = refusalOf({ path: module.path, from, target, typeOnly: one.typeOnly });
  return refusal ? [violation(module.path, one.line, refusal)] : [];
}

interface Arrow {
  readonly path: string;
  readonly from: string;
  readonly target: string;
  readonly typeOnly: boolean;
}

/** Why the import is refused, or undefined. */
function refusalOf({ path, from, target, typeOnly }: Arrow): string | undefined {
  if (isIn(target, testFolder)) {
    const allowed = path.endsWith('.test.ts') && isIn(target, unitTestsAlsoSee);
    return allowed ? undefined : `imports ${target}: nobody but tests imports ${testFolder}/`;
  }
  if (isIn(target, generatedTypes.folder)) {
    const allowed = from === generatedTypes.seenBy;
    return allowed ? undefined : `imports generated types; only ${generatedTypes.seenBy} may, use its types`;
  }
  const to = roomOf(target);
  if (to === undefined) return `imports ${target}, which is in no room of test/house/arrows.ts`;
  if (from === to) return undefined;
  const allowed = arrows[from] ?? [];
  if (!allowed.includes(to)) {
    return `imports ${to}: ${from} may import only ${allowed.join(', ') || 'nothing'}`;
  }
  if (typeOnlyRooms.includes(to) && !typeOnly)
    return `imports ${to} for more than types: write \`import type\``;
  if (to.endsWith('.ts') || target === `${to}/index.ts`) return undefined;
  return `imports ${target} behind the door: import ${to}/index.ts`;
}
