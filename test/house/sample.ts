/**
 * Samples of the README and the guide. Each shell block has a name in a comment above it, and a test takes the
 * block by that name and runs what stands in it, so that a page cannot promise what no longer works:
 *
 *     <!-- sample: first-trace -->
 *     ```console
 *     $ wayside trace mac 00:11:22:33:44:55
 *     …
 *     ```
 */
import { readTree, repositoryRoot, type Tree } from './tree.ts';

export interface Sample {
  /** '' when the block has no name. */
  readonly name: string;
  readonly path: string;
  readonly line: number;
  /** What a reader would type, one command each; a trailing backslash joins lines. */
  readonly commands: readonly string[];
  /** What the page shows as printed; only `console` blocks, whose commands start with `$ `. */
  readonly output: readonly string[];
}

const SHELL_BLOCK = /^```(sh|shell|bash|console)\s*$/;
const NAME = /^<!-- sample: ([\w-]+) -->$/;

/** The sample of that name in README.md or deploy/guide, for the test that runs it. */
export function sample(name: string): Sample {
  const found = samplesOf(readTree(repositoryRoot())).find((one) => one.name === name);
  if (!found) throw new Error(`no page has a sample named ${name}`);
  return found;
}

/** The pages whose shell blocks are samples. */
export function isSamplePage(path: string): boolean {
  return path === 'README.md' || /^deploy\/guide\/.*\.md$/.test(path);
}

export function samplesOf(tree: Tree): readonly Sample[] {
  return tree.files
    .filter(({ path }) => isSamplePage(path))
    .flatMap(({ path, text }) => samplesOfPage(path, text));
}

function samplesOfPage(path: string, text: string): readonly Sample[] {
  const lines = text.split('\n');
  return lines.flatMap((line, at) => {
    const kind = SHELL_BLOCK.exec(line)?.[1];
    if (kind === undefined) return [];
    const end = lines.indexOf('```', at + 1);
    const body = lines.slice(at + 1, end === -1 ? lines.length : end);
    const name = NAME.exec(lines[at - 1] ?? '')?.[1] ?? '';
    return [{ name, path, line: at + 1, ...(kind === 'console' ? terminal(body) : script(body)) }];
  });
}

function terminal(body: readonly string[]): Pick<Sample, 'commands' | 'output'> {
  return {
    commands: body.filter((line) => line.startsWith('$ ')).map((line) => line.slice(2)),
    output: body.filter((line) => !line.startsWith('$ ')),
  };
}

function script(body: readonly string[]): Pick<Sample, 'commands' | 'output'> {
  const joined = body.join('\n').replaceAll(/\\\n\s*/g, '');
  return { commands: joined.split('\n').filter((line) => line !== '' && !line.startsWith('#')), output: [] };
}
