/** CSV as RFC 4180 has it, with line feeds. */
import { escapeText } from '../../../shared/runtime/index.ts';

/** Spreadsheets run cells that begin like this; the apostrophe keeps them text, and `import` takes it off again. */
const FORMULA = /^[=+\-@]/;
const NUMBER = /^[+-]?\d+(\.\d+)?$/;

export function formatCsvRow(cells: readonly string[]): string {
  return `${cells.map(formatCell).join(',')}\n`;
}

function formatCell(cell: string): string {
  const text = escapeText(cell);
  const safe = FORMULA.test(text) && !NUMBER.test(text) ? `'${text}` : text;
  return /[",]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
