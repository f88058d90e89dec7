/** Where people read the figures: those with a bound in README.md, all of them in deploy/guide/figures.md. */
import { figureTable, type JudgedFigure } from './figure.ts';

/** A figure as results.json keeps it, with the bench that it comes from. */
export interface RecordedFigure extends JudgedFigure {
  readonly bench: string;
}

/** Held against a bound instead of a baseline; and whatever is missed, so that no reader has to look for it. */
export function readmeFigures(figures: readonly RecordedFigure[]): string {
  return figureTable(
    figures.filter((one) => !one.pass || /\b(bar of the design|in a second)\b/.test(one.baselineName)),
  );
}

export function figuresPage(figures: readonly RecordedFigure[]): string {
  const benches = [...new Set(figures.map((one) => one.bench))];
  const sections = benches.map(
    (bench) => `## ${bench}\n\n${figureTable(figures.filter((one) => one.bench === bench))}`,
  );
  return [head, ...sections, ''].join('\n\n').trimEnd().concat('\n');
}

const head = `# Figures

<!-- written by npm run gen from test/bench/results.json -->

Every figure of \`npm run bench\`, each beside its baseline in the same run on two shared cores. Judged is the ratio: a slow
machine slows both. \`npm run bench -- NAME\` measures one section alone, and \`--record\` puts it into this page.`;
