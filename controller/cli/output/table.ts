/** Rows in columns, headings without blanks, two blanks between columns, `-` for what is empty. */
import { escapeText } from '../../../shared/runtime/index.ts';
import { fitText, textWidth, wrapText } from './width.ts';

const GAP = 2;
/** A column is never squeezed below this. */
const COLUMN_WIDTH_MIN = 8;
/** Into less than this no text is folded. */
const FOLD_WIDTH_MIN = 20;

export interface TableLayout {
  readonly heads: readonly string[];
  /** Which columns may be cut to fit; the others always keep their text. */
  readonly shrinkable: readonly boolean[];
  /** The last column goes on below itself where it does not fit; colours are for the others. */
  readonly folds?: boolean;
  /** Width to fit into; `undefined` never cuts, so that pipes get every character. */
  readonly width: number | undefined;
}

/** Called with each finished cell; may add colours, not characters. */
export type PaintCell = (column: number, text: string) => string;

/** Widths that later rows keep to, for a table that grows. */
export interface TableShape {
  readonly widths: readonly number[];
}

export function shapeTable(layout: TableLayout, rows: readonly (readonly string[])[]): TableShape {
  const widths = layout.heads.map((head, at) =>
    rows.reduce((widest, row) => Math.max(widest, textWidth(cellText(row[at]))), textWidth(head)),
  );
  return { widths: layout.width === undefined ? widths : squeeze(widths, layout, layout.width) };
}

/** One line, with its end. Cells wider than their column push the rest aside unless they may be cut. */
export function formatRow(
  row: readonly string[],
  {
    layout,
    shape,
    paint,
  }: { readonly layout: TableLayout; readonly shape: TableShape; readonly paint?: PaintCell },
): string {
  const cells = row.map((cell, at) => {
    const width = shape.widths[at] ?? 0;
    const text = cellText(cell);
    const fitted = layout.width !== undefined && layout.shrinkable[at] ? fitText(text, width) : text;
    const padding = ' '.repeat(at === row.length - 1 ? 0 : Math.max(0, width - textWidth(fitted)));
    return `${paint?.(at, fitted) ?? fitted}${padding}`;
  });
  return `${[...cells.slice(0, -1), folded(cells.at(-1) ?? '', layout, shape)].join(' '.repeat(GAP))}\n`;
}

/** The last cell, in lines below each other where the layout says so. */
function folded(cell: string, { folds, width }: TableLayout, { widths }: TableShape): string {
  const start = widths.slice(0, -1).reduce((sum, one) => sum + one + GAP, 0);
  if (folds !== true || width === undefined || width - start < FOLD_WIDTH_MIN) return cell;
  return wrapText(cell, width - start).join(`\n${' '.repeat(start)}`);
}

export function cellText(cell: string | undefined): string {
  return cell === undefined || cell === '' ? '-' : escapeText(cell);
}

/** Takes from the widest column that may be cut, until all fit or none can give. */
function squeeze(widths: readonly number[], layout: TableLayout, width: number): readonly number[] {
  const squeezed = [...widths];
  let over = squeezed.reduce((sum, one) => sum + one + GAP, -GAP) - width;
  while (over > 0) {
    const widest = squeezed.reduce(
      (best, one, at) => (layout.shrinkable[at] && one > (squeezed[best] ?? COLUMN_WIDTH_MIN) ? at : best),
      -1,
    );
    if (widest === -1) break;
    squeezed[widest] = (squeezed[widest] ?? 0) - 1;
    over -= 1;
  }
  return squeezed;
}
