import { expect, it } from 'vitest';
import { testsOf } from './tests.ts';
import { plant } from './tree.ts';

function titles(text: string): readonly string[] {
  const tree = plant({ 'a.test.ts': `import { it } from 'vitest';\n${text}` });
  return tree.modules.flatMap(testsOf).map(({ title, asserts }) => `${title}: ${asserts}`);
}

it('finds every way to declare a test, with its title and whether it asserts', () => {
  expect(titles(`it('a', () => { expect(1); });`)).toEqual(['a: true']);
  expect(titles(`test(\`b \${n} c\`, async () => { await expectRefusal(); });`)).toEqual(['b … c: true']);
  expect(titles(`it.skipIf(none)('d', () => { expect.soft(1); });`)).toEqual(['d: true']);
  expect(titles(`describe.each([1])('e %s', () => { it('f', () => { run(); }); });`)).toEqual([
    'e %s: false',
    'f: false',
  ]);
  expect(titles(`it.skip('g', () => { expect(1); });`)).toEqual(['g: false']);
});

it('takes no other function of that name for a test', () => {
  expect(plant({ 'a.ts': `it('a', () => { expect(1); });` }).modules.flatMap(testsOf)).toEqual([]);
  expect(titles(`writes.it('a'); unit('b', f); it(name, f);`)).toEqual([]);
});
