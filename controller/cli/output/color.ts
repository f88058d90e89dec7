/** Colours say nothing that the words do not say too. */
import type { Env } from '../../../shared/config/index.ts';

export type Style = 'good' | 'warn' | 'bad' | 'dim' | 'bold';

const CODES: Readonly<Record<Style, readonly [number, number]>> = {
  good: [32, 39],
  warn: [33, 39],
  bad: [31, 39],
  dim: [2, 22],
  bold: [1, 22],
};

export type Paint = (style: Style, text: string) => string;

const plain: Paint = (_style, text) => text;

const ansi: Paint = (style, text) => {
  const [on, off] = CODES[style];
  return `\u001b[${on}m${text}\u001b[${off}m`;
};

export interface ColorQuestion {
  readonly isTTY: boolean;
  readonly noColor: boolean;
  readonly env: Env;
}

/** Decided for each stream: `--no-color` and NO_COLOR take colours away, CLICOLOR_FORCE brings them to a pipe. */
export function paintFor({ isTTY, noColor, env }: ColorQuestion): Paint {
  if (noColor || env['NO_COLOR']) return plain;
  const forced = env['CLICOLOR_FORCE'];
  if (forced && forced !== '0') return ansi;
  return isTTY && env['TERM'] !== 'dumb' ? ansi : plain;
}
