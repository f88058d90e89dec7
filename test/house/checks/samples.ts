/** Refuses a shell sample in README or guide that no test runs, and a test of a sample that is gone. */
import { samplesOf } from '../sample.ts';
import { lineAt, stringValue, walk } from '../source.ts';
import { type Tree, type Violation, violation } from '../tree.ts';
import { manifestOf } from './packages.ts';

interface SampleCall {
  readonly name: string;
  readonly path: string;
  readonly line: number;
}

export function checkSamples(tree: Tree): readonly Violation[] {
  const samples = samplesOf(tree);
  const calls = sampleCalls(tree);
  const scripts = manifestOf(tree).scripts ?? {};
  const names = samples.map(({ name }) => name);
  const unknown = calls
    .filter(({ name }) => !names.includes(name))
    .map(({ name, path, line }) => violation(path, line, `tests the sample ${name}, which no page holds`));
  const broken = samples.flatMap(({ name, path, line, commands }) => {
    const refuse = (message: string): Violation => violation(path, line, message);
    if (name === '')
      return [refuse('needs `<!-- sample: name -->` on the line above, and a test that runs it')];
    const tested = calls.some((call) => call.name === name);
    const missing = commands
      .flatMap((command) => npmScripts(command))
      .filter((script) => !(script in scripts));
    return [
      ...(tested
        ? []
        : [refuse(`no test runs the sample ${name}: call sample('${name}') of test/house/sample.ts`)]),
      ...(names.indexOf(name) === names.lastIndexOf(name)
        ? []
        : [refuse(`another sample is named ${name} too`)]),
      ...missing.map((script) => refuse(`runs \`npm run ${script}\`, which package.json does not have`)),
    ];
  });
  return [...broken, ...unknown];
}

/** Every `sample('name')` in a test file. */
function sampleCalls(tree: Tree): readonly SampleCall[] {
  const tests = tree.modules.filter(
    ({ path }) => path.endsWith('.test.ts') && !path.startsWith('test/house/'),
  );
  const calls: SampleCall[] = [];
  for (const { path, text, program } of tests) {
    walk(program, (node) => {
      if (node.type !== 'CallExpression' || node.callee.type !== 'Identifier') return;
      const name = node.callee.name === 'sample' ? stringValue(node.arguments[0]) : undefined;
      if (name !== undefined) calls.push({ name, path, line: lineAt(text, node.start) });
    });
  }
  return calls;
}

function npmScripts(command: string): readonly string[] {
  return [...command.matchAll(/\bnpm run ([\w:-]+)/g)].map(([, script]) => script ?? '');
}
