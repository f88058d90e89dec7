/** One change of one switch as it is typed: the way in and out, the device's own way back, the saving, and what was said. */
import { WaysideError } from '../../shared/errors.ts';
import type { Failure } from '../../shared/model/index.ts';
import type { TaskOptions } from './collect.ts';
import { configure, type LineOutcome, runLines, type TypingOptions, troubleOf } from './configure.ts';
import { CONFIRM_MINUTES } from './limits.ts';
import type { Loan } from './loan.ts';
import type { Platform, WriteLine, WriteRecipes } from './platform.ts';

export interface Trouble {
  readonly failure: Failure;
  /** The conversation broke: nobody knows what was done. */
  readonly isDead: boolean;
  /** The switch did not let us into its configuration at all. */
  readonly isAtTheDoor: boolean;
}

/** UNSUPPORTED for a platform that is only read. */
export function writeOf({ write, title }: Platform): WriteRecipes {
  if (write) return write;
  throw new WaysideError('UNSUPPORTED', `switches with ${title} are only read`, {
    hint: 'Change it by hand, and collect the switch again.',
  });
}

export class WriteDesk {
  private readonly loan: Loan;
  private readonly options: TaskOptions;
  private readonly typed: LineOutcome[] = [];
  /** The device undoes what was done unless it is confirmed. */
  private isPending = false;

  constructor(loan: Loan, options: TaskOptions) {
    this.loan = loan;
    this.options = options;
  }

  /** Each change is to be confirmed before the next: the device takes one back whole, and knows of one at a time. */
  get isOneByOne(): boolean {
    const back = this.write.commitConfirmed;
    return back !== undefined && !back.begin;
  }

  /** `confirmed`: with the device's own way back, where it has one. `undefined`: all went well. */
  async type(
    lines: readonly WriteLine[],
    { confirmed = false }: { readonly confirmed?: boolean },
  ): Promise<Trouble | undefined> {
    const back = confirmed ? this.write.commitConfirmed : undefined;
    // Once is enough: what is typed until it is confirmed goes back together.
    if (back?.begin && !this.isPending) {
      const trouble = this.judge(await runLines(this.session, back.begin(CONFIRM_MINUTES), this.typing));
      if (trouble) return { ...trouble, isAtTheDoor: true };
      this.isPending = true;
    }
    const outcomes = await configure(this.session, lines, {
      ...this.typing,
      platform: { ...this.typing.platform, write: wayOf(this.write, confirmed) },
      ...(back && { leave: back.commit(CONFIRM_MINUTES) }),
    });
    const trouble = this.judge(outcomes);
    if (!trouble && back) this.isPending = true;
    if (trouble && !trouble.isDead && back?.enter)
      this.judge(await runLines(this.session, back.abandon, this.typing));
    return trouble;
  }

  /**
   * Lets stand what the device would undo, once it has answered over a new session. Returns why it will be undone, and
   * nothing where there is nothing to confirm.
   */
  async confirm(prove: () => Promise<void>): Promise<WaysideError | undefined> {
    const back = this.write.commitConfirmed;
    if (!this.isPending || !back) return undefined;
    try {
      await prove();
      const trouble = await this.typeConfirm();
      if (!trouble) return undefined;
      return notConfirmed(trouble.failure.message);
    } catch (error) {
      return notConfirmed(
        `the switch did not answer over a new session: ${WaysideError.from(error).message}`,
      );
    } finally {
      this.isPending = false;
    }
  }

  /** After a start nobody knows whether there is something to confirm: a refusal says that there is nothing. */
  async confirmLeftover(): Promise<void> {
    if (this.write.commitConfirmed) await this.typeConfirm();
  }

  async save(): Promise<Trouble | undefined> {
    const { save, saved } = this.write;
    if (save.length === 0) return undefined;
    const outcomes = await runLines(this.session, save, this.typing);
    const trouble = this.judge(outcomes);
    if (trouble || !saved || outcomes.some(({ output }) => saved.test(output))) return trouble;
    const said = this.options.ask.redactor.quote(outcomes.at(-1)?.output ?? '');
    const message = said === '' ? 'the switch said nothing' : `the switch said: ${said}`;
    const failure: Failure = { code: 'COMMAND_REJECTED', message, hint: undefined };
    return { failure, isDead: false, isAtTheDoor: false };
  }

  /** What was typed and answered, from the beginning, in so many bytes at most. */
  typedFor(bytesMax: number): readonly string[] {
    const lines: string[] = [];
    let bytes = 0;
    for (const text of this.typed.flatMap(said)) {
      bytes += Buffer.byteLength(JSON.stringify(text)) + 1;
      if (bytes > bytesMax) return [...lines, '…'];
      lines.push(text);
    }
    return lines;
  }

  private get session(): Loan['session'] {
    return this.loan.session;
  }

  private get write(): WriteRecipes {
    return writeOf(this.session.platform);
  }

  private get typing(): TypingOptions {
    const { redactor, signal } = this.options.ask;
    return { platform: this.session.platform, redactor, signal };
  }

  private async typeConfirm(): Promise<Trouble | undefined> {
    const back = this.write.commitConfirmed;
    if (!back) return undefined;
    if (back.enter) return this.judge(await runLines(this.session, back.confirm, this.typing));
    return this.judge(await configure(this.session, [], { ...this.typing, leave: back.confirm }));
  }

  private judge(outcomes: readonly LineOutcome[]): Trouble | undefined {
    this.typed.push(...outcomes);
    const failure = troubleOf(outcomes);
    if (!failure) return undefined;
    const isAtTheDoor = !outcomes.some(({ part }) => part !== 'enter' && part !== 'leave');
    return { failure, isDead: outcomes.some(({ broke }) => broke) || !this.session.alive, isAtTheDoor };
  }
}

/** A change that is begun in its own way is abandoned at the privileged prompt, not where it was refused. */
function wayOf(write: WriteRecipes, confirmed: boolean): WriteRecipes {
  const { commitConfirmed: back, ...plain } = write;
  if (!back?.enter) return write;
  return confirmed ? { ...plain, enter: back.enter } : plain;
}

function said({ line, output }: LineOutcome): readonly string[] {
  return [`> ${line}`, ...output.split('\n').flatMap((text) => (text.trim() === '' ? [] : [`< ${text}`]))];
}

function notConfirmed(why: string): WaysideError {
  return new WaysideError('OUTCOME_UNKNOWN', `the change was not confirmed: ${why}`, {
    hint: `The switch takes it back by itself within ${CONFIRM_MINUTES} minutes; look at it then, and plan again.`,
  });
}
