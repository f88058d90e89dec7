/** What is going on, on stderr: one line that rewrites itself on a terminal, a line for each new state elsewhere. */
import type { Shell } from '../shell.ts';
import { escapeText } from './escape.ts';
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

  /** `state` is what changes rarely; `details` may change with every event and is left out in logs. */
  show(state: string, details = ''): void {
    if (this.rewrites) {
      const text = escapeText(details === '' ? state : `${state}  ${details}`);
      this.shell.host.stderr.write(`${CLEAR_LINE}${fitText(text, this.shell.host.stderr.columns - 1)}`);
      this.shown = true;
    } else if (state !== this.state) {
      this.shell.note(state);
    }
    this.state = state;
  }

  /** Takes the line away, so that what follows begins on an empty one. */
  end(): void {
    if (this.shown) this.shell.host.stderr.write(CLEAR_LINE);
    this.shown = false;
  }
}
