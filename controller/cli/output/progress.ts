/** What is going on, on stderr: one line that rewrites itself on a terminal, a line for each new state elsewhere. */

import { escapeText } from '../../../shared/runtime/index.ts';
import type { Shell } from '../shell.ts';
import { fitText } from './width.ts';

const CLEAR_LINE = '\r\u001b[2K';

export class Progress {
  private readonly shell: Shell;
  private readonly rewrites: boolean;
  private shown = false;
  private state = '';

  constructor(shell: Shell) {
    this.shell = shell;
    this.rewrites = shell.host.stderr.isTTY && shell.host.env['TERM'] !== 'dumb' && !shell.settings.quiet;
  }

  /** `state` changes rarely and is a line of its own where nothing can be rewritten; `details` are for terminals only. */
  show(state: string, details: string): void {
    if (this.rewrites) this.rewrite([state, details].filter((part) => part !== '').join('  '));
    else if (state !== this.state && state !== '') this.shell.note(state);
    this.state = state;
  }

  private rewrite(text: string): void {
    const { stderr } = this.shell.host;
    stderr.write(`${CLEAR_LINE}${fitText(escapeText(text), stderr.columns - 1)}`);
    this.shown = true;
  }

  /** Takes the line away, so that what follows begins on an empty one. */
  end(): void {
    if (this.shown) this.shell.host.stderr.write(CLEAR_LINE);
    this.shown = false;
  }
}
