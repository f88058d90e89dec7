/**
 * Lines that change something, typed one at a time: each is judged before the next is sent, its questions are answered
 * as its recipe says, and the first that is refused ends it, since what follows would mean something else one level
 * higher. Whatever happens, the session is at its learned prompt afterwards or it is dead.
 */
import { WaysideError } from '../../../shared/errors.ts';
import type { Failure } from '../../../shared/model/index.ts';
import { LINE_OUTPUT_MAX_CHARS, LINES_TYPED_MAX } from '../limits.ts';
import type { LineParser, Platform, WriteLine } from '../platform.ts';
import type { Redactor } from '../terminal/redact.ts';
import type { Transcript } from '../terminal/transcript.ts';
import type { Session } from './session.ts';

export interface TypingOptions {
  readonly platform: Platform;
  readonly redactor: Redactor;
  readonly signal: AbortSignal;
  /** Where a person asked for it: all that is said, line by line. */
  readonly transcript?: Transcript | undefined;
}

export interface ConfigureOptions extends TypingOptions {
  /** The way out when all went well, instead of `write.leave`: `commitConfirmed.commit(2)`. */
  readonly leave?: readonly WriteLine[];
}

/** One line of the transcript: what was typed, what came back. Secrets are out of both. */
export interface LineOutcome {
  readonly line: string;
  /** What the line was for: the way in, the change itself, the way out. */
  readonly part: 'enter' | 'change' | 'leave';
  /** Without echo and prompt, bounded. */
  readonly output: string;
  /** The device said no; nothing of this line took effect, as far as it says. */
  readonly refused?: Failure;
  /** The conversation broke in this line, which may have taken effect or not; the session is dead. */
  readonly broke?: Failure;
}

/**
 * Enters configuration mode, types the lines, leaves again. Stops at the first line that is refused, leaves then by
 * `commitConfirmed.abandon` where the platform has it, and returns what was typed so far: the last `change` outcome
 * tells of the trouble. Never throws for what the device does; INTERNAL for a platform without write recipes.
 */
export async function configure(
  session: Session,
  lines: readonly WriteLine[],
  options: ConfigureOptions,
): Promise<readonly LineOutcome[]> {
  const { write } = options.platform;
  if (!write) throw new WaysideError('INTERNAL', `${options.platform.id} has no write recipes`);
  const typing = new Typing(session, options, write.configPrompt);
  const isIn = (await typing.all(write.enter, 'enter')) && typing.isLetIn();
  const well = isIn && (await typing.all(lines, 'change'));
  // Where leaving may commit, what did not go well is only ever abandoned: a session that is closed drops it, too.
  const away = write.commitConfirmed?.abandon ?? write.leaveRefused ?? write.leave;
  if (well && !typing.isHome) await typing.all(options.leave ?? write.leave, 'leave');
  if (!typing.isHome) await typing.all(away, 'leave');
  return typing.end();
}

/** Types lines at the privileged prompt, such as those that save; the same rules. */
export async function runLines(
  session: Session,
  lines: readonly WriteLine[],
  options: TypingOptions,
): Promise<readonly LineOutcome[]> {
  const typing = new Typing(session, options, undefined);
  await typing.all(lines, 'change');
  return typing.end();
}

/** The first trouble of a transcript, if there is one; what broke tells more than what was refused. */
export function troubleOf(outcomes: readonly LineOutcome[]): Failure | undefined {
  return outcomes.find(({ broke }) => broke)?.broke ?? outcomes.find(({ refused }) => refused)?.refused;
}

class Typing {
  private readonly session: Session;
  private readonly options: TypingOptions;
  private readonly prompt: RegExp | undefined;
  private readonly outcomes: LineOutcome[] = [];

  constructor(session: Session, options: TypingOptions, prompt: RegExp | undefined) {
    this.session = session;
    this.options = options;
    this.prompt = prompt;
  }

  /** True also for a dead session: there is nothing to leave any more. */
  get isHome(): boolean {
    return !this.session.alive || this.session.typist?.home === true;
  }

  /** False: one of them was refused, and the rest was not typed. */
  async all(lines: readonly WriteLine[], part: LineOutcome['part']): Promise<boolean> {
    for (const line of lines) {
      if (!this.session.alive) return false;
      const outcome = await this.one(line, part);
      this.outcomes.push(outcome);
      if (outcome.refused || outcome.broke) return false;
    }
    return true;
  }

  /** A switch that stays at its own prompt after the way in let nobody in, in whatever words; what follows is not typed there. */
  isLetIn(): boolean {
    const last = this.outcomes.at(-1);
    if (!last || !this.session.alive || !this.isHome) return true;
    const said = last.output === '' ? 'it said nothing' : `it said: ${last.output.split('\n')[0]}`;
    const message = `the switch did not let us into its configuration: ${said}`;
    const hint = 'Look who else changes it just now (who, show users), and try again then.';
    this.outcomes[this.outcomes.length - 1] = {
      ...last,
      refused: { code: 'COMMAND_REJECTED', message, hint },
    };
    return false;
  }

  /** The session goes back into the pool only from its own prompt. */
  end(): readonly LineOutcome[] {
    if (!this.isHome)
      this.session.destroy(
        new WaysideError(
          'CONNECTION_LOST',
          'the device stayed in configuration mode; the session was closed',
        ),
      );
    return this.outcomes;
  }

  private async one({ line, questions = [] }: WriteLine, part: LineOutcome['part']): Promise<LineOutcome> {
    const { redactor, signal, transcript } = this.options;
    const { typist } = this.session;
    if (!typist || this.outcomes.length >= LINES_TYPED_MAX)
      throw new WaysideError(
        'INTERNAL',
        typist ? 'too many lines in one go' : 'the session cannot type lines',
      );
    const printed = new Printed();
    const shown = { line: redactor.line(line), part };
    try {
      const mode = { prompt: this.prompt, questions };
      await typist.type(line, { redactor, signal, mode, parser: printed, transcript });
      return { ...shown, output: printed.text };
    } catch (error) {
      const { code, message, hint } = WaysideError.from(error);
      const failure = { code, message, hint };
      const trouble = this.session.alive ? { refused: failure } : { broke: failure };
      return { ...shown, output: printed.text, ...trouble };
    }
  }
}

/** Keeps what a line printed, up to a bound. */
class Printed implements LineParser<string> {
  text = '';

  push(line: string): void {
    if (this.text.length >= LINE_OUTPUT_MAX_CHARS || line.trim() === '') return;
    this.text += `${this.text === '' ? '' : '\n'}${line.trimEnd()}`.slice(
      0,
      LINE_OUTPUT_MAX_CHARS - this.text.length,
    );
  }

  end(): {
    readonly rows: readonly string[];
    readonly unknown: readonly string[];
    readonly unknownCount: number;
  } {
    return { rows: [], unknown: [], unknownCount: 0 };
  }
}
