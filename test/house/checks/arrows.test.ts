import { describe, expect, it } from 'vitest';
import { arrows } from '../arrows.ts';
import { plant, report } from '../tree.ts';
import { checkArrows, checkDoors, checkRooms, roomOf } from './arrows.ts';

const found = (path: string, text: string): readonly string[] => report(checkArrows(plant({ [path]: text })));

describe('the table of arrows', () => {
  it('runs downhill: following arrows from any room never comes back to it', () => {
    const reach = (room: string, seen: Set<string>): Set<string> => {
      for (const next of arrows[room] ?? []) if (!seen.has(next)) reach(next, seen.add(next));
      return seen;
    };
    const loops = Object.keys(arrows).filter((room) => reach(room, new Set()).has(room));
    expect(loops).toEqual([]);
  });

  it('names only rooms that it has a row for', () => {
    const targets = new Set(Object.values(arrows).flat());
    expect([...targets].filter((room) => !(room in arrows))).toEqual([]);
  });

  it('finds the room of a file, of its test, of a deeper folder and of the port', () => {
    expect(roomOf('shared/errors.test.ts')).toBe('shared/errors.ts');
    expect(roomOf('agent/switch/cisco-ios/parse.ts')).toBe('agent/switch');
    expect(roomOf('agent/jobs/driver.ts')).toBe('agent/jobs/driver.ts');
    expect(roomOf('agent/jobs/runner.ts')).toBe('agent/jobs');
    expect(roomOf('agent/vsphere/client.ts')).toBeUndefined();
  });
});

describe('checkArrows', () => {
  it.each([
    ['shared/model/a.ts', `import { x } from '../runtime/index.ts';`, 'imports shared/runtime'],
    ['shared/wire/a.ts', `export * from '../transport/index.ts';`, 'imports shared/transport'],
    ['agent/session/a.ts', `import { x } from '../../controller/jobs/index.ts';`, 'imports controller/jobs'],
    ['controller/cli/main.ts', `import { x } from '../store/index.ts';`, 'imports controller/store'],
    ['controller/api/a.ts', `const x = await import('../store/index.ts');`, 'imports controller/store'],
    ['agent/switch/a.ts', `import type { V } from '../store/index.ts';`, 'imports agent/store'],
    ['agent/switch/a.ts', `import { run } from '../jobs/driver.ts';`, 'for more than types'],
    ['agent/jobs/a.ts', `import { x } from '../../shared/model/mac.ts';`, 'behind the door'],
    ['agent/jobs/a.ts', `import type { J } from '../../proto/gen/wayside/v1/Job.ts';`, 'generated types'],
    ['agent/jobs/a.ts', `type J = import('../../test/lab/index.ts').J;`, 'nobody but tests imports test/'],
    [
      'agent/jobs/a.test.ts',
      `import { x } from '../../test/mesh/index.ts';`,
      'nobody but tests imports test/',
    ],
    ['agent/jobs/a.ts', `import { x } from '../vsphere/index.ts';`, 'in no room'],
  ])('refuses in %s: %s', (path, text, words) => {
    expect(found(path, text)).toEqual([expect.stringContaining(words)]);
  });

  it.each([
    ['agent/switch/a.ts', `import type { Driver } from '../jobs/driver.ts';`],
    ['agent/switch/a.ts', `import { type Driver, type Task } from '../jobs/driver.ts';`],
    ['agent/main.ts', `import { x } from './session/index.ts';`],
    ['controller/jobs/a.ts', `import { WaysideError } from '../../shared/errors.ts';`],
    ['controller/jobs/a.ts', `import { x } from './b.ts'; import { y } from 'zod';`],
    ['shared/wire/a.ts', `import type { J } from '../../proto/gen/wayside/v1/Job.ts';`],
    ['agent/jobs/a.test.ts', `import { x } from '../../test/lab/campus.ts';`],
    ['test/mesh/a.ts', `import { x } from '../../controller/store/migrations.ts';`],
    ['agent/jobs/a.ts', `const text = "import x from '../../controller/jobs/index.ts'";`],
  ])('lets pass in %s: %s', (path, text) => {
    expect(found(path, text)).toEqual([]);
  });
});

describe('checkRooms', () => {
  it('refuses a folder whose room is not built, a stray top folder and a stray file', () => {
    const tree = plant({
      'agent/vsphere/client.ts': '',
      'src/a.ts': '',
      'notes.md': '',
      'shared/wire/job.ts': '',
    });
    expect(checkRooms(tree).map(({ path }) => path)).toEqual([
      'agent/vsphere/client.ts',
      'src/a.ts',
      'notes.md',
    ]);
  });
});

describe('checkDoors', () => {
  it('refuses a door with code of its own', () => {
    const tree = plant({ 'shared/wire/index.ts': `export * from './job.ts';\nexport const x = 1;` });
    expect(report(checkDoors(tree))).toEqual([expect.stringContaining('re-exports only')]);
  });

  it('refuses a door that is longer than one look', () => {
    const long = Array.from({ length: 41 }, (_, n) => `export * from './file-${n}.ts';`).join('\n');
    expect(report(checkDoors(plant({ 'shared/wire/index.ts': long })))).toEqual([
      expect.stringContaining('at most 40'),
    ]);
  });

  it('leaves folders inside a room to the room', () => {
    expect(checkDoors(plant({ 'shared/wire/deep/index.ts': 'export const x = 1;' }))).toEqual([]);
  });

  it('lets a plain list of re-exports pass', () => {
    const tree = plant({
      'shared/wire/index.ts': `export { a } from './a.ts';\nexport type * from './b.ts';`,
    });
    expect(checkDoors(tree)).toEqual([]);
  });
});
