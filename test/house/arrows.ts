/**
 * The one table of rooms and arrows: `a: [b]` means that files of room `a` may import the door of room `b`.
 * What is not here is refused, and a folder that is not here may not exist: a room is built when its issue
 * comes, and enters this table with it. `checks/arrows.ts` reads it.
 *
 * A room is a folder below a program, or a single file that stands beside such folders. `agent/jobs/driver.ts`,
 * the port that drivers implement, counts as a room of its own: drivers see it and nothing else of the agent.
 */

/** Each shared room may import those before it. */
const sharedRooms: readonly string[] = [
  'shared/error-table.ts',
  'shared/errors.ts',
  'shared/model',
  'shared/delta',
  'shared/runtime',
  'shared/config',
  'shared/seal',
  'shared/wire',
  'shared/transport',
];

/** All that a driver may see of the shared rooms. */
const driverSees: readonly string[] = ['shared/errors.ts', 'shared/model', 'shared/delta', 'shared/runtime'];

const agentRooms: Readonly<Record<string, readonly string[]>> = {
  'agent/jobs/driver.ts': driverSees,
  'agent/store': ['agent/jobs/driver.ts', ...sharedRooms],
  'agent/jobs': ['agent/jobs/driver.ts', 'agent/store', ...sharedRooms],
  'agent/switch': ['agent/jobs/driver.ts', ...driverSees],
  'agent/sql': ['agent/jobs/driver.ts', ...driverSees],
  'agent/session': ['agent/jobs', 'agent/store', ...sharedRooms],
  'agent/health': ['agent/session', 'agent/store', ...sharedRooms],
  'agent/commands': ['agent/health', 'agent/store', ...sharedRooms],
};

/** What api and gateway may call; each of these may use the store and the shared rooms. */
const domainRooms: Readonly<Record<string, readonly string[]>> = {
  'controller/access': [],
  'controller/inventory': [],
  'controller/agents': ['controller/inventory'],
  'controller/jobs': ['controller/agents', 'controller/inventory'],
  'controller/trace': ['controller/inventory', 'controller/jobs'],
  'controller/plans': ['controller/access', 'controller/inventory', 'controller/jobs'],
  'controller/health': ['controller/access', 'controller/agents', 'controller/inventory', 'controller/jobs'],
};

const domainArrows = Object.entries(domainRooms).map(
  ([room, others]) => [room, [...others, 'controller/store', ...sharedRooms]] as const,
);

const controllerRooms: Readonly<Record<string, readonly string[]>> = {
  'controller/store': sharedRooms,
  ...Object.fromEntries(domainArrows),
  'controller/api': [...Object.keys(domainRooms), ...sharedRooms],
  'controller/gateway': [...Object.keys(domainRooms), ...sharedRooms],
  'controller/cli': sharedRooms,
};

export const arrows: Readonly<Record<string, readonly string[]>> = {
  ...Object.fromEntries(sharedRooms.map((room, at) => [room, sharedRooms.slice(0, at)])),
  ...agentRooms,
  'agent/drivers.ts': ['agent/jobs', 'agent/sql', 'agent/switch', ...sharedRooms],
  'agent/heap.ts': [],
  'agent/metrics.ts': ['agent/jobs', 'agent/switch', ...sharedRooms],
  'agent/start.ts': ['agent/drivers.ts', 'agent/metrics.ts', ...Object.keys(agentRooms), ...sharedRooms],
  'agent/main.ts': [
    ...['agent/start.ts', 'agent/heap.ts', 'agent/commands', 'agent/health', 'agent/session'],
    ...sharedRooms,
  ],
  ...controllerRooms,
  // The floors of `start.ts`: the one place that knows all rooms.
  'controller/wiring': [...Object.keys(controllerRooms), ...sharedRooms],
  'controller/start.ts': ['controller/wiring', 'controller/gateway', ...sharedRooms],
  'controller/offline.ts': ['controller/store', ...sharedRooms],
  'controller/offline-bundle.ts': ['controller/store', ...sharedRooms],
  'controller/main.ts': [
    'controller/start.ts',
    'controller/offline.ts',
    'controller/offline-bundle.ts',
    ...sharedRooms,
  ],
  'proto/generate.ts': ['shared/runtime'],
};

/** Generated types: seen by the one room that turns them into ours. */
export const generatedTypes = { folder: 'proto/gen', seenBy: 'shared/wire' } as const;

/** Imported by type alone, so that no code of the agent comes with it. */
export const typeOnlyRooms: readonly string[] = ['agent/jobs/driver.ts'];

/** Beside their file, unit tests may use this room on top of what their own room may see. */
export const unitTestsAlsoSee = 'test/lab';

/** May import anything: what needs more than one room is tested there. */
export const testFolder = 'test';

/** The programs of `npm run` and `bin`: the only places, with shared/config, that see the process around them. */
export const programs: readonly string[] = ['agent/main.ts', 'controller/main.ts', 'controller/cli/main.ts'];

/** Folders without rooms of code. Anything below them belongs to them. */
export const otherFolders: readonly string[] = [
  '.ci',
  'deploy/guide',
  'proto/gen',
  'proto/google',
  'proto/wayside/v1',
  'test/bench',
  'test/contract',
  'test/fixtures',
  'test/house',
  'test/lab',
  'test/mesh',
];

/** Files that stand outside of any room. */
export const otherFiles: readonly string[] = [
  '.editorconfig',
  '.gitattributes',
  '.gitignore',
  '.npmrc',
  'ARCHITECTURE.md',
  'CHANGELOG.md',
  'CONTRIBUTING.md',
  'LICENSE',
  'README.md',
  'biome.json',
  'package-lock.json',
  'package.json',
  'proto/buf.yaml',
  'test/run.ts',
  'test/setup.ts',
  'tsconfig.build.json',
  'tsconfig.json',
  'vitest.config.ts',
];
