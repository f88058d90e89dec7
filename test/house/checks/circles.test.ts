import { expect, it } from 'vitest';
import { plant, report } from '../tree.ts';
import { checkCircles } from './circles.ts';

it('refuses a ring of three files, one of whose imports is of a type', () => {
  const tree = plant({
    'shared/a.ts': `import { b } from './b.ts';`,
    'shared/b.ts': `import type { C } from './c.ts';`,
    'shared/c.ts': `export * from './a.ts';`,
  });
  expect(report(checkCircles(tree))).toEqual([
    'shared/a.ts:1 is in an import circle: shared/a.ts -> shared/b.ts -> shared/c.ts -> shared/a.ts',
  ]);
});

it('refuses a file that imports itself', () => {
  const tree = plant({ 'shared/a.ts': `import { a } from './a.ts';` });
  expect(checkCircles(tree)).toHaveLength(1);
});

it('lets a diamond pass, and a file that only leads into a ring', () => {
  const diamond = plant({
    'a.ts': `import './b.ts'; import './c.ts';`,
    'b.ts': `import './d.ts';`,
    'c.ts': `import './d.ts';`,
    'd.ts': '',
  });
  expect(checkCircles(diamond)).toEqual([]);
  const lead = plant({ 'a.ts': `import './b.ts';`, 'b.ts': `import './c.ts';`, 'c.ts': `import './b.ts';` });
  expect(checkCircles(lead).map(({ path }) => path)).toEqual(['b.ts']);
});
