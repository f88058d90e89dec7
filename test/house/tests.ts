/** What the house knows of tests: which calls declare them, their titles, and whether they assert anything. */
import { lineAt, type Module, type Node, stringValue, walk } from './source.ts';

export interface TestCase {
  readonly path: string;
  readonly line: number;
  readonly title: string;
  /** The comment that stands directly above, or ''. */
  readonly comment: string;
  /** Its body calls `expect…` or `assert…`, and it is not skipped for good. */
  readonly asserts: boolean;
}

const DECLARES = /^(describe|it|test|suite)(\.\w+)*$/;
const NEVER_RUNS = /\.(skip|todo)$/;

/** `it(…)`, `test.each(…)(…)`, `describe.skipIf(…)(…)`. */
export function isTestCall(node: Node): boolean {
  return node.type === 'CallExpression' && DECLARES.test(calleeName(node) ?? '');
}

/** Every test and group of tests of a module, outermost first. */
export function testsOf(module: Module): readonly TestCase[] {
  const tests: TestCase[] = [];
  if (!module.imports.some(({ packageName }) => packageName === 'vitest')) return tests;
  walk(module.program, (node) => {
    if (node.type !== 'CallExpression' || !isTestCall(node)) return;
    const title = stringValue(node.arguments[0]);
    if (title === undefined) return;
    const line = lineAt(module.text, node.start);
    const runs = !NEVER_RUNS.test(calleeName(node) ?? '');
    const comment = commentAbove(module, node.start);
    tests.push({
      path: module.path,
      line,
      title,
      comment,
      asserts: runs && node.arguments.some(hasAssertion),
    });
  });
  return tests;
}

/** `it.each` of `it.each(rows)(title, body)` and of `it.each\`rows\`(title, body)`. */
function calleeName(node: Extract<Node, { type: 'CallExpression' }>): string | undefined {
  const { callee } = node;
  if (callee.type === 'CallExpression') return calleeName(callee);
  return plainName(callee.type === 'TaggedTemplateExpression' ? callee.tag : callee);
}

function plainName(node: Node): string | undefined {
  if (node.type === 'Identifier') return node.name;
  if (node.type !== 'MemberExpression' || node.property.type !== 'Identifier') return undefined;
  const object = plainName(node.object);
  return object === undefined ? undefined : `${object}.${node.property.name}`;
}

/** A call of `expect…` or `assert…`, also as a method: `expect(x)`, `expectRefusal(x)`, `fc.assert(x)`. */
function hasAssertion(node: Node): boolean {
  let asserts = false;
  walk(node, (inner) => {
    if (inner.type !== 'CallExpression') return;
    const parts = plainName(inner.callee)?.split('.') ?? [];
    if (parts.some((part) => /^(expect|assert)/.test(part))) asserts = true;
  });
  return asserts;
}

/** The run of comments that ends on the line above `start`. */
function commentAbove(module: Module, start: number): string {
  const above: string[] = [];
  let next = lineAt(module.text, start);
  for (const comment of module.comments.toReversed()) {
    if (lineAt(module.text, comment.end) !== next - 1) continue;
    above.unshift(comment.value);
    next = lineAt(module.text, comment.start);
  }
  return above.join('\n');
}
