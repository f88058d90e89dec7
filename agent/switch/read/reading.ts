/**
 * Reads the classes of a switch one after the other; what fails is noted and the rest is still read. That an answer was
 * cut short by a line that looked like the prompt shows only when its rest comes before the next answer, so readings
 * are made when all is read.
 */
import { WaysideError } from '../../../shared/errors.ts';
import type { Clock } from '../../../shared/runtime/index.ts';
import { COLLECT_RENEWALS_MAX, NEIGHBOUR_DETAILS_MAX } from '../limits.ts';
import type { Command, NeighbourRow, Platform, RowTypes, ScanClass } from '../platform.ts';
import type { Loan } from '../pool/loan.ts';
import type { AskOptions } from '../ssh/session.ts';

/**
 * `read`: all commands answered. `refused`: the device does not know or allow one of them, today and tomorrow.
 * `failed`: an accident; the rows are what came before it. `none`: the pack knows no command for it.
 */
export interface Reading<Row> {
  readonly state: 'read' | 'refused' | 'failed' | 'none';
  readonly rows: readonly Row[];
  readonly unknown: readonly string[];
  readonly unknownCount: number;
  readonly error: WaysideError | undefined;
}

export type Readings = { readonly [C in ScanClass]: Reading<RowTypes[C]> };

export interface ReadOptions {
  readonly clock: Clock;
  readonly ask: AskOptions;
  readonly progress: (status: string) => void;
}

const WORDS: Readonly<Record<ScanClass, string>> = {
  system: 'reading the system',
  ports: 'reading ports',
  lags: 'reading port channels',
  fdb: 'reading the MAC table',
  neighbours: 'reading neighbours',
  vlans: 'reading VLANs',
  configs: 'reading the configuration of ports',
  arp: 'reading the ARP table',
};

/** A switch that only bridges knows none of the commands of one, an old one none of the other. */
const LESSER: ReadonlySet<ScanClass> = new Set(['arp', 'configs']);

export class Reader {
  /** Milliseconds per class: `fdbMs`. */
  readonly timings: Record<string, number> = {};
  private readonly loan: Loan;
  /** Held here, since a loan whose session could not be replaced has none to ask. */
  private readonly platform: Platform;
  private readonly options: ReadOptions;
  private renewals = 0;
  /** What the session in hand died of. */
  private death: WaysideError | undefined;
  /** Where the last answer went. */
  private last: Answers<unknown> | undefined;

  constructor(loan: Loan, options: ReadOptions) {
    this.loan = loan;
    this.platform = loan.session.platform;
    this.options = options;
  }

  /** All classes, the most wanted first. Throws only when the work was called off. */
  async readAll(): Promise<Readings> {
    this.loan.session.takeUnasked?.();
    const system = await this.ask('system');
    const ports = await this.ask('ports');
    const lags = await this.ask('lags');
    const fdb = await this.ask('fdb');
    const neighbours = await this.ask('neighbours');
    const vlans = await this.ask('vlans');
    const configs = await this.ask('configs');
    const arp = await this.ask('arp');
    await this.proveEnd();
    return {
      system: system.reading(),
      ports: ports.reading(),
      lags: lags.reading(),
      fdb: fdb.reading(),
      neighbours: neighbours.reading(),
      vlans: vlans.reading(),
      configs: configs.reading(),
      arp: arp.reading(),
    };
  }

  async read<C extends ScanClass>(name: C): Promise<Reading<RowTypes[C]>> {
    return (await this.ask(name)).reading();
  }

  private async ask<C extends ScanClass>(name: C): Promise<Answers<RowTypes[C]>> {
    const { clock, progress } = this.options;
    const startedMs = clock.monotonic();
    progress(WORDS[name]);
    // The type of a mapped member is lost when it is looked up by a variable name.
    const commands = this.platform.commands[name] as readonly Command<RowTypes[C]>[];
    const answers = new Answers<RowTypes[C]>({ isAsked: commands.length > 0, isLesser: LESSER.has(name) });
    // The system is told in a few lines; all else is a table.
    if (name === 'system') for (const command of commands) await this.askOne(command, answers);
    else await this.askAll(commands, answers);
    if (name === 'neighbours') await this.readDetails(answers as unknown as Answers<NeighbourRow>);
    this.timings[`${name}Ms`] = clock.monotonic() - startedMs;
    return answers;
  }

  private async readDetails(answers: Answers<NeighbourRow>): Promise<void> {
    const detail = this.platform.neighbourDetail;
    if (!detail) return;
    const ports = new Set(answers.rows.map(({ port }) => port).filter((port) => port !== ''));
    await this.askAll([...ports].slice(0, NEIGHBOUR_DETAILS_MAX).map(detail), answers);
  }

  private async askAll<Row>(commands: readonly Command<Row>[], answers: Answers<Row>): Promise<void> {
    for (const command of commands) {
      await this.giveWay();
      await this.askOne(command, answers);
    }
  }

  private async askOne<Row>(command: Command<Row>, answers: Answers<Row>): Promise<void> {
    const death = await this.revive();
    if (death) return answers.fail(death, false);
    try {
      const parsed = await this.loan.session.ask(command, this.options.ask);
      this.judgeLast();
      answers.add(parsed);
      this.last = answers;
    } catch (error) {
      this.judgeLast();
      if (this.options.ask.signal.aborted) throw error;
      const failure = WaysideError.from(error);
      if (!this.loan.session.alive) this.death = failure;
      // A lost connection says nothing against the command; one that hung or flooded is not asked again.
      if (failure.code === 'CONNECTION_LOST' && !(await this.revive())) return this.askOne(command, answers);
      answers.fail(failure, command.optional === true);
    }
  }

  /** The last answer has no next one to show that it was whole: the prompt, asked for once more, does. */
  private async proveEnd(): Promise<void> {
    if (this.death || !this.last) return;
    try {
      await this.loan.session.check(this.options.ask.signal);
    } catch (error) {
      if (this.options.ask.signal.aborted) throw error;
      this.last.fail(WaysideError.from(error), false);
    }
    this.judgeLast();
  }

  private judgeLast(): void {
    if (!this.loan.session.takeUnasked?.()) return;
    this.last?.fail(
      new WaysideError('PARSE_FAILED', 'more text came after a line that looked like the prompt'),
      false,
    );
  }

  /** Who has the better claim goes between two tables; a switch that stays busy is asked no more. */
  private async giveWay(): Promise<void> {
    if (this.death) return;
    const { session } = this.loan;
    try {
      await this.loan.giveWay();
      // What another one said at its login is no rest of our last answer.
      if (this.loan.session !== session) this.loan.session.takeUnasked?.();
    } catch (error) {
      if (this.options.ask.signal.aborted) throw error;
      this.death = WaysideError.from(error);
      this.renewals = COLLECT_RENEWALS_MAX;
    }
  }

  /** Replaces a session that has died, as often as is allowed. Returns what forbids to ask on, if anything does. */
  private async revive(): Promise<WaysideError | undefined> {
    if (!this.death || this.renewals >= COLLECT_RENEWALS_MAX) return this.death;
    this.renewals += 1;
    try {
      await this.loan.renew();
      this.loan.session.takeUnasked?.();
      this.death = undefined;
    } catch (error) {
      if (this.options.ask.signal.aborted) throw error;
      this.death = WaysideError.from(error);
    }
    return this.death;
  }
}

/** Rows of several commands of one class, and the first trouble among them. */
class Answers<Row> {
  rows: Row[] = [];
  private unknown: string[] = [];
  private unknownCount = 0;
  private error: WaysideError | undefined;
  private readonly isAsked: boolean;
  private readonly isLesser: boolean;

  constructor({ isAsked, isLesser }: { readonly isAsked: boolean; readonly isLesser: boolean }) {
    this.isAsked = isAsked;
    this.isLesser = isLesser;
  }

  add(parsed: {
    readonly rows: readonly Row[];
    readonly unknown: readonly string[];
    readonly unknownCount: number;
  }): void {
    this.rows = this.rows.concat(parsed.rows);
    this.unknown = this.unknown.concat(parsed.unknown);
    this.unknownCount += parsed.unknownCount;
  }

  fail(error: WaysideError, optional: boolean): void {
    if ((optional || this.isLesser) && error.code === 'COMMAND_REJECTED') return;
    // An accident tells more than a refusal does.
    if (!this.error || isRefusal(this.error)) this.error = error;
  }

  reading(): Reading<Row> {
    const { rows, unknown, unknownCount, error } = this;
    const usual = this.isAsked ? 'read' : 'none';
    const state = !error ? usual : isRefusal(error) ? 'refused' : 'failed';
    return { state, rows, unknown, unknownCount, error };
  }
}

function isRefusal(error: WaysideError): boolean {
  return error.code === 'COMMAND_REJECTED' || error.code === 'COMMAND_DENIED';
}
