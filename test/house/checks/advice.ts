/** Refuses advice that nobody can follow: a `wayside …` in a text of the programs that the command line does not know. */
import { lineAt, walk } from '../source.ts';
import { type Tree, type Violation, violation } from '../tree.ts';

/** What is wrong with a command line without its first word; `undefined`: it can be typed. */
export type Judge = (argv: readonly string[]) => string | undefined;

/** In a text: `wayside`, a word that could be a command, and all up to a sign that ends it. */
const COMMAND = /(?<![\w./-])wayside (?!wayside-)([a-z][\w-]*(?: (?!\d)[^\s"'`;:,()<>|…]+)*)/g;
const TOLD_BY = /^(?:agent|controller|shared)\//;

export function checkAdvice(tree: Tree, judge: Judge): readonly Violation[] {
  return tree.modules
    .filter(({ path }) => TOLD_BY.test(path) && !path.endsWith('.test.ts') && !path.includes('/testing/'))
    .flatMap(({ path, text, program }) => {
      const found: Violation[] = [];
      walk(program, (node) => {
        const told =
          node.type === 'TemplateElement'
            ? (node.value.cooked ?? '')
            : node.type === 'Literal' && typeof node.value === 'string'
              ? node.value
              : '';
        for (const [, line = ''] of told.matchAll(COMMAND)) {
          const wrong = judge(
            line
              .split(/\.(?:\s|$)/, 1)
              .join('')
              .split(' '),
          );
          if (wrong !== undefined)
            found.push(
              violation(path, lineAt(text, node.start), `tells people to type \`wayside ${line}\`: ${wrong}`),
            );
        }
      });
      return found;
    });
}
