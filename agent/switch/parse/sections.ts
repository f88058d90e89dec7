/** A configuration as text: a line at the margin opens a section, the lines set in belong to it. */
import type { LineReader } from './line-parser.ts';

/** Lines kept of one section; what is configured on a port is shorter. */
export const SECTION_LINES_MAX = 512;

export interface Section {
  /** The line that opened it, trimmed. */
  readonly head: string;
  /** The lines below it, trimmed. */
  readonly lines: readonly string[];
}

/** A ruler between sections, or the end of the whole: `!`, `#`, `;`, `exit`, `end`, `return`. */
const CLOSES = /^(?:[!#;]|(?:exit|end|return|quit)\s*$)/;

/**
 * Hands over sections that `wanted` knows by their head; others are passed over, since a configuration is full of
 * what is none of ours. `flat`: the device sets nothing in, so a section reaches to the next ruler.
 */
export class SectionReader implements LineReader {
  readonly #wanted: (head: string) => boolean;
  readonly #give: (section: Section) => void;
  readonly #flat: boolean;
  #section: { head: string; lines: string[] } | undefined;

  constructor(
    wanted: (head: string) => boolean,
    give: (section: Section) => void,
    options: { readonly flat?: boolean } = {},
  ) {
    this.#wanted = wanted;
    this.#give = give;
    this.#flat = options.flat ?? false;
  }

  line(text: string): void {
    const trimmed = text.trim();
    const atMargin = this.#flat ? this.#wanted(trimmed) : !/^\s/.test(text);
    if (CLOSES.test(trimmed)) this.end();
    else if (atMargin) this.#open(trimmed);
    else if (this.#section !== undefined && this.#section.lines.length < SECTION_LINES_MAX)
      this.#section.lines.push(trimmed);
  }

  end(): void {
    if (this.#section !== undefined) this.#give(this.#section);
    this.#section = undefined;
  }

  #open(head: string): void {
    this.end();
    if (this.#wanted(head)) this.#section = { head, lines: [] };
  }
}
