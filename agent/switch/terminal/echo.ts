/**
 * Finds the echo of a command, so that what comes before it counts for nothing and what comes after it is the
 * answer. An echo may follow the prompt, stand alone, be wrapped over lines, be scrolled sideways behind a `$`, or
 * come late, after a log line.
 */

/** A sideways scrolled echo must show at least so many characters of the command's end. */
const SCROLLED_MIN_CHARS = 8;

export type EchoVerdict =
  /** The echo is complete; `prompt` is the text before it on its line, empty if there was none. */
  | { readonly kind: 'echo'; readonly prompt: string }
  /** The first part of a wrapped echo. */
  | { readonly kind: 'part' }
  | { readonly kind: 'other' };

export class EchoFinder {
  private readonly command: string;
  private readonly squeezed: string;
  private readonly prompt: string | undefined;
  private wrapped = '';
  private wrappedPrompt = '';

  /** `prompt` is the exact one if it is known already. */
  constructor(command: string, prompt: string | undefined) {
    this.command = command.trimEnd();
    this.squeezed = squeeze(command);
    this.prompt = prompt;
  }

  take(line: string, raw: string): EchoVerdict {
    const trimmed = line.trimEnd();
    if (trimmed.endsWith(this.command)) return this.found(trimmed.slice(0, -this.command.length));
    if (squeeze(raw).endsWith(this.squeezed)) return this.found(this.prompt ?? '');
    return this.scrolled(trimmed) ?? this.wrap(trimmed);
  }

  private found(before: string): EchoVerdict {
    return { kind: 'echo', prompt: before.trimEnd() };
  }

  private scrolled(line: string): EchoVerdict | undefined {
    const at = line.lastIndexOf('$');
    const end = line.slice(at + 1);
    if (at < 0 || end.length < SCROLLED_MIN_CHARS || !this.command.endsWith(end)) return undefined;
    return this.found(line.slice(0, at));
  }

  private wrap(line: string): EchoVerdict {
    const starts = this.wrapped === '' && this.prompt !== undefined && line.startsWith(this.prompt);
    const text = this.wrapped + squeeze(starts ? line.slice(this.prompt?.length) : line);
    if (starts) this.wrappedPrompt = this.prompt ?? '';
    if (text === this.squeezed) return this.found(this.wrappedPrompt);
    if (text !== '' && this.squeezed.startsWith(text)) {
      this.wrapped = text;
      return { kind: 'part' };
    }
    this.wrapped = '';
    return { kind: 'other' };
  }
}

function squeeze(text: string): string {
  return text.replace(/\s+/g, '');
}
