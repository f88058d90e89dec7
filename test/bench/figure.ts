import { systemClock } from '../../shared/runtime/index.ts';

/** One measured figure beside its baseline from the same run; only ratios and bounds are judged, never bare times. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** What the value is held against: a bound or the bare work without Wayside. */
  readonly baseline: number;
  readonly baselineName: string;
  /** The bar on value / baseline. */
  readonly bar: number;
}

export interface JudgedFigure extends Figure {
  readonly ratio: number;
  readonly pass: boolean;
}

export function judge(figure: Figure): JudgedFigure {
  const ratio = figure.value / figure.baseline;
  return {
    ...figure,
    value: round(figure.value),
    baseline: round(figure.baseline),
    ratio: round(ratio),
    pass: ratio <= figure.bar,
  };
}

/** Milliseconds that it took. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const startMs = systemClock.monotonic();
  await work();
  return systemClock.monotonic() - startMs;
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

export function median(values: readonly number[]): number {
  return percentile(values, 50);
}

export function percentile(values: readonly number[], percent: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * percent) / 100))] ?? Number.NaN;
}

/** A Markdown table for the README. */
export function figureTable(figures: readonly JudgedFigure[]): string {
  const rows = figures.map((f) => {
    const verdict = f.pass ? 'yes' : 'no';
    return `| ${f.name} | ${f.value} ${f.unit} | ${f.baseline} ${f.unit} (${f.baselineName}) | ${f.ratio} | <= ${f.bar} | ${verdict} |`;
  });
  return [
    '| figure | value | held against | ratio | bar | reached |',
    '|---|---|---|---|---|---|',
    ...rows,
  ].join('\n');
}

/** The page with this table between its two marks, `<!-- figures -->` and `<!-- /figures -->`. */
export function withTable(page: string, table: string, name = 'figures'): string {
  const [begin, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const [before, rest] = page.split(begin);
  const after = rest?.split(end)[1];
  if (after === undefined) throw new Error(`the page has no ${begin} … ${end}`);
  return `${before}${begin}\n\n${table}\n\n${end}${after}`;
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
