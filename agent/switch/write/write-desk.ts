/** One change of one switch as it is typed: the way in and out, the device's own way back, the saving, and what was said. */
import { WaysideError } from '../../../shared/errors.ts';
import type { Failure } from '../../../shared/model/index.ts';
import { CONFIRM_MINUTES } from '../limits.ts';
import type { LeftoverRow, Platform, WriteLine, WriteRecipes } from '../platform.ts';
import type { Loan } from '../pool/loan.ts';
import type { TaskOptions } from '../read/collect.ts';
import { configure, type LineOutcome, runLines, type TypingOptions, troubleOf } from '../ssh/configure.ts';

/** What names of changes begin with. */
const NAME = 'wayside';

type CommitConfirmed = NonNullable<WriteRecipes['commitConfirmed']>;
type Leftovers = NonNullable<CommitConfirmed['leftovers']>;

export interface Trouble {
  readonly failure: Failure;
  /** The conversation broke: nobody knows what was done. */
  readonly isDead: boolean;
  /** The switch did not let us into its configuration at all. */
  readonly isAtTheDoor: boolean;
  /** Of saving: it answered something that nobody knows, and may have saved. */
  readonly isUnsure?: boolean;
}

const NOT_SAVED_HINT =
  'Look why the switch cannot save (its flash, the rights of the account); the next change that is saved there saves all of it.';

/** It is so at the switch, and only until it starts again. */
export function inForceOnly({ failure, isUnsure = false }: Trouble): WaysideError {
  const what = isUnsure
    ? 'it is done and in force; whether it was saved is not known'
    : 'it is done, but not saved: in force, and lost when the switch restarts';
  return new WaysideError('NOT_SAVED', `${what}: ${failure.message}`, { hint: NOT_SAVED_HINT });
}

const GONE: Failure = {
  ...{ code: 'CONNECTION_LOST', message: 'the session ended before all was typed', hint: undefined },
};

/** UNSUPPORTED for a platform that is only read. */
export function writeOf({ write, title }: Platform): WriteRecipes {
  if (write) return write;
  throw new WaysideError('UNSUPPORTED', `switches with ${title} are only read`, {
    hint: 'Change it by hand, and collect the switch again.',
  });
}

export interface DeskOptions extends TaskOptions {
  /** Told each line that is typed, and what came back. */
  readonly wrote: (line: string) => void;
}

export class WriteDesk {
  private readonly loan: Loan;
  private readonly options: DeskOptions;
  private readonly name: string;
  private readonly typed: LineOutcome[] = [];
  /** Changes that were begun, each with a name of its own. */
  private begun = 0;
  /** The device undoes what was done unless it is confirmed. */
  private isPending = false;

  constructor(loan: Loan, options: DeskOptions) {
    this.loan = loan;
    this.options = options;
    this.name = `${NAME}-${options.clock.now().toString(36)}`;
  }

  /** Each change is to be confirmed before the next: the device takes one back whole, and knows of one at a time. */
  get isOneByOne(): boolean {
    const back = this.write.commitConfirmed;
    return back !== undefined && !back.begin;
  }

  /** Something was typed that the device will undo. */
  get isWaiting(): boolean {
    return this.isPending;
  }

  /** With the device's own way back, where it has one. `undefined`: all went well. */
  async type(lines: readonly WriteLine[]): Promise<Trouble | undefined> {
    this.begun += 1;
    const { back } = this;
    // Once is enough: what is typed until it is confirmed goes back together.
    if (back?.begin && !this.isPending) {
      const trouble = this.judge(await runLines(this.session, back.begin(CONFIRM_MINUTES), this.typing));
      if (trouble) return { ...trouble, isAtTheDoor: true };
      this.isPending = true;
    }
    const outcomes = await configure(this.session, lines, {
      ...this.typing,
      platform: { ...this.typing.platform, write: wayOf(this.write, back?.enter) },
      ...(back && { leave: back.commit(CONFIRM_MINUTES) }),
    });
    const trouble = this.judge(outcomes);
    if (!trouble && back) this.isPending = true;
    if (trouble && !trouble.isDead && back?.enter)
      this.judge(await runLines(this.session, back.abandon, this.typing));
    return trouble;
  }

  /**
   * Lets stand what the device would undo, once it has answered over a new session. Returns why it will be undone
   * (OUTCOME_UNKNOWN), or that nobody heard whether it will (CONNECTION_LOST); nothing where there is nothing to confirm.
   */
  async confirm(prove: () => Promise<void>): Promise<WaysideError | undefined> {
    const { back } = this;
    if (!this.isPending || !back) return undefined;
    try {
      await prove();
      const trouble = await this.typeConfirm();
      if (!trouble) return undefined;
      if (trouble.isDead) return new WaysideError('CONNECTION_LOST', trouble.failure.message);
      return notConfirmed(trouble.failure.message);
    } catch (error) {
      return notConfirmed(
        `the switch did not answer over a new session: ${WaysideError.from(error).message}`,
      );
    } finally {
      this.isPending = false;
    }
  }

  /**
   * After a start nobody knows whether there is something to confirm. When it returns the device undoes nothing any more: what
   * is there now stays. Throws when that cannot be said.
   */
  async confirmLeftover(): Promise<void> {
    const { back } = this;
    if (!back) return;
    if (back.leftovers) return this.settle(back.leftovers);
    const trouble = await this.typeConfirm();
    // Where a change begins with a mark of its own, a refusal says that there is none; elsewhere nothing is refused then.
    if (trouble) notUnlessRefused(trouble, back.begin !== undefined);
  }

  /** Drops what was typed and never became true; what waits to be confirmed goes back by itself. */
  async dropLeftover(): Promise<void> {
    const { back } = this;
    if (back?.leftovers) await this.settle(back.leftovers, ['typed']);
  }

  private async settle(
    { ask, settle }: Leftovers,
    states: readonly LeftoverRow['state'][] = ['typed', 'timed'],
  ): Promise<void> {
    for (const row of await this.leftovers(ask)) {
      if (!states.includes(row.state)) continue;
      const trouble = this.judge(await runLines(this.session, settle(row), this.typing));
      // Its time was over in this moment.
      if (trouble) notUnlessRefused(trouble, true);
    }
  }

  /** A device too old for the question is too old for such changes, too. */
  private async leftovers(ask: Leftovers['ask']): Promise<readonly LeftoverRow[]> {
    try {
      return (await this.session.ask(ask, this.options.ask)).rows;
    } catch (error) {
      if (WaysideError.from(error).code === 'COMMAND_REJECTED') return [];
      throw error;
    }
  }

  /** Trouble of code NOT_SAVED: what was changed is in force, and not kept. */
  async save(): Promise<Trouble | undefined> {
    const trouble = await this.trySave();
    if (!trouble) return undefined;
    const { message } = trouble.failure;
    return { ...trouble, failure: { code: 'NOT_SAVED', message, hint: NOT_SAVED_HINT } };
  }

  private async trySave(): Promise<Trouble | undefined> {
    const { save, saved, savedQuietly } = this.write;
    if (save.length === 0) return undefined;
    const outcomes = await runLines(this.session, save, this.typing);
    const trouble = this.judge(outcomes);
    const printed = outcomes
      .map(({ output }) => output)
      .join('\n')
      .trim();
    const isQuiet = !saved && (printed === '' || savedQuietly?.test(printed) === true);
    if (trouble || isQuiet || saved?.test(printed)) return trouble;
    const said = this.options.ask.redactor.quote(outcomes.at(-1)?.output ?? '');
    const message = said === '' ? 'the switch said nothing' : `the switch said: ${said}`;
    const failure: Failure = { code: 'COMMAND_REJECTED', message, hint: undefined };
    return { failure, isDead: false, isAtTheDoor: false, isUnsure: !saved };
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

  private get back(): CommitConfirmed | undefined {
    const back = this.write.commitConfirmed;
    return back?.named ? { ...back, ...back.named(`${this.name}-${this.begun}`) } : back;
  }

  private get typing(): TypingOptions {
    const { redactor, signal, transcript } = this.options.ask;
    return { platform: this.session.platform, redactor, signal, transcript };
  }

  private async typeConfirm(): Promise<Trouble | undefined> {
    const { back } = this;
    if (!back) return undefined;
    if (back.enter) return this.judge(await runLines(this.session, back.confirm, this.typing));
    return this.judge(await configure(this.session, [], { ...this.typing, leave: back.confirm }));
  }

  private judge(outcomes: readonly LineOutcome[]): Trouble | undefined {
    this.typed.push(...outcomes);
    for (const line of outcomes.flatMap(heard)) this.options.wrote(line);
    // On a session that ended before, nothing was typed and nothing refused.
    const failure = troubleOf(outcomes) ?? (this.session.alive ? undefined : GONE);
    if (!failure) return undefined;
    const isAtTheDoor = !outcomes.some(({ part }) => part !== 'enter' && part !== 'leave');
    return { failure, isDead: outcomes.some(({ broke }) => broke) || !this.session.alive, isAtTheDoor };
  }
}

/** A change that is begun in its own way is abandoned at the privileged prompt, not where it was refused. */
function wayOf(write: WriteRecipes, enter: readonly WriteLine[] | undefined): WriteRecipes {
  const { commitConfirmed: _, ...plain } = write;
  return enter ? { ...plain, enter } : write;
}

function notUnlessRefused({ failure, isDead }: Trouble, mayBeRefused: boolean): void {
  if (mayBeRefused && !isDead && failure.code === 'COMMAND_REJECTED') return;
  throw new WaysideError(failure.code, `nobody can say whether the switch will undo it: ${failure.message}`);
}

function said({ line, output }: LineOutcome): readonly string[] {
  return [`> ${line}`, ...output.split('\n').flatMap((text) => (text.trim() === '' ? [] : [`< ${text}`]))];
}

/** As `said`, and what ended the conversation. */
function heard(outcome: LineOutcome): readonly string[] {
  return [...said(outcome), ...(outcome.broke ? [`! ${outcome.broke.message}`] : [])];
}

function notConfirmed(why: string): WaysideError {
  return new WaysideError('OUTCOME_UNKNOWN', `the change was not confirmed: ${why}`, {
    hint: `The switch takes it back by itself within ${CONFIRM_MINUTES} minutes; look at it then, and plan again.`,
  });
}
