/**
 * Changes many ports of one switch in one go: reads what is there, types what is wanted group by group, and
 * believes nothing but what it reads back. A group that is refused is tried in pieces; a port of which only a part
 * was done is put back. Then the configuration is saved, and what cannot be saved is put back, too: a change is done
 * whole and for good, or not at all.
 */
import { WaysideError } from '../../../shared/errors.ts';
import {
  type Failure,
  fieldDifferences,
  type Mac,
  type PlanStep,
  waysOf,
} from '../../../shared/model/index.ts';
import type { Step, StepFate } from '../../jobs/driver.ts';
import { PORTS_ASKED_MAX, STEP_TYPED_MAX_CHARS } from '../limits.ts';
import type { PortChange, PortConfigRow, WriteLine, WriteRecipes } from '../platform.ts';
import type { Loan } from '../pool/loan.ts';
import { cuts, requireChange, type Surroundings } from './port-judge.ts';
import { type PortAsks, PortReads } from './port-reads.ts';
import { changeOf, groupsOf, isAsWanted, type PortState, stepOf, wishOf } from './port-steps.ts';
import { requireTold } from './told-text.ts';
import { type DeskOptions, inForceOnly, WriteDesk, writeOf } from './write-desk.ts';

export interface WorkOptions extends DeskOptions {
  /** Addresses of the agent's own host. */
  readonly ownMacs: readonly Mac[];
  /** That the switch still answers, over a new session. */
  readonly prove: () => Promise<void>;
  /** Told before the first byte that changes something. */
  readonly sending: () => void;
  /** Told when all that was done is saved. */
  readonly saved: () => void;
  /** Nothing of ours waits to be saved there, as far as this process looked. */
  readonly isClean: () => boolean;
  /** Told when the switch will take something back by itself. */
  readonly unconfirmed: () => void;
}

interface Item {
  /** Of the step in its job. */
  readonly id: string;
  readonly step: PlanStep;
  readonly port: string;
  readonly change: PortChange;
}

/** In the order of the steps. Throws only before anything was sent. */
export async function changePorts(
  loan: Loan,
  steps: readonly Step[],
  options: WorkOptions,
): Promise<readonly StepFate[]> {
  return new PortWork(loan, options).run(steps);
}

class PortWork {
  private readonly options: WorkOptions;
  private readonly loan: Loan;
  private readonly reads: PortReads;
  private readonly write: WriteRecipes;
  private readonly desk: WriteDesk;
  /** By the id of the step. */
  private readonly fates = new Map<string, StepFate>();
  private before: ReadonlyMap<string, PortState> = new Map();
  /** How ports are read, all of them and at all times alike. */
  private asks: PortAsks = { texts: true, few: true };
  /** As they are wanted before anything was typed. */
  private readonly standing: Item[] = [];

  constructor(loan: Loan, options: WorkOptions) {
    const { platform } = loan.session;
    this.options = options;
    this.loan = loan;
    this.reads = new PortReads(loan, options);
    this.write = writeOf(platform);
    this.desk = new WriteDesk(loan, options);
  }

  async run(steps: readonly Step[]): Promise<readonly StepFate[]> {
    const items = steps.flatMap((step) => this.item(step) ?? []);
    const isTurned = items.some(({ step }) => this.namesOf(step).includes('mode'));
    this.asks = {
      texts: items.some(({ change }) => change.description !== undefined),
      few: isTurned || items.length <= PORTS_ASKED_MAX,
    };
    const able = items.length > 0 ? await this.judged(items) : [];
    if (able.length > 0) await this.send(able);
    if (this.standing.length > 0 && this.loan.session.alive && !this.options.isClean())
      await this.saveStanding();
    return steps.map(({ id }) => this.fates.get(id) ?? { state: 'ask', error: untold() });
  }

  private async send(able: readonly Item[]): Promise<void> {
    this.options.sending();
    try {
      await this.carryOut(able);
    } catch (thrown) {
      // From here on nothing may be sent a second time, so nothing is thrown.
      const error = WaysideError.from(thrown);
      for (const item of able) if (!this.fates.has(item.id)) this.end(item, { state: 'ask', error });
    }
  }

  /** Ports that are as they are wanted already, maybe since a change of ours that could not be saved. */
  private async saveStanding(): Promise<void> {
    let error: WaysideError | undefined;
    try {
      this.options.sending();
      await this.desk.confirmLeftover();
      const trouble = await this.desk.save();
      if (!trouble) return this.options.saved();
      error = inForceOnly(trouble);
    } catch (thrown) {
      error = WaysideError.from(thrown);
    }
    for (const item of this.standing) this.end(item, { state: 'not-done', error });
  }

  /** What the step alone shows to be wrong ends it before anything is asked. */
  private item(step: Step): Item | undefined {
    try {
      const planned = stepOf(step);
      const { portName = (text: string) => text } = this.loan.session.platform;
      const change = wishOf(planned, this.write);
      requireTold(change, this.loan.session.platform);
      return { id: step.id, step: planned, port: portName(planned.key), change };
    } catch (thrown) {
      this.fates.set(step.id, { state: 'not-done', error: WaysideError.from(thrown) });
      return undefined;
    }
  }

  private async judged(items: readonly Item[]): Promise<readonly Item[]> {
    this.before = await this.statesOf(items);
    const around = await this.surroundings(items);
    return items.filter((item) => {
      try {
        requireChange(item.step, this.before.get(item.port), around);
        return true;
      } catch (thrown) {
        const state = this.before.get(item.port);
        if (state && isAsWanted(item.step, state.fields)) this.standing.push(item);
        this.end(item, { state: 'not-done', error: WaysideError.from(thrown) });
        return false;
      }
    });
  }

  private async surroundings(items: readonly Item[]): Promise<Surroundings> {
    const setsVlan = items.some(({ change }) => change.accessVlan !== undefined);
    const vlans = setsVlan ? await this.reads.vlans() : [];
    const cut = new Set(items.filter(({ step }) => cuts(step)).map(({ port }) => port));
    const neighbours = cut.size > 0 ? await this.reads.neighbours(cut) : [];
    const own = cut.size > 0 ? await this.reads.portsOf(this.options.ownMacs) : new Set<string>();
    const { jump } = this.options.target;
    const hosts = cut.size > 0 && jump ? await this.reads.macOf(jump.address) : [];
    const way = await this.reads.portsOf(hosts);
    const ways = items.flatMap(({ step }) => (cuts(step) ? waysOf(step.after) : []));
    const others = new Map(ways.filter(({ port }) => !cut.has(port)).map((one) => [one.port, one]));
    const standing = await this.reads.standing([...others.values()]);
    const keepsTagged = this.write.keepsTagged === true;
    return { vlans: new Set(vlans.map(({ vlan }) => vlan)), neighbours, own, way, standing, keepsTagged };
  }

  private async carryOut(items: readonly Item[]): Promise<void> {
    const trouble = await this.desk.type(this.linesOf(items, this.before));
    if (trouble?.isDead) return this.ask(items, trouble.failure);
    let after = await this.statesOf(items);
    const others = items.filter((item) => !this.isDone(item, after));
    const why = new Map<string, Failure | undefined>(others.map(({ port }) => [port, trouble?.failure]));
    if (trouble && !trouble.isAtTheDoor && items.length > 1) {
      const end = await this.inPieces(others, {
        lines: (piece) => this.linesOf(piece, after),
        told: (piece, failure) => {
          for (const { port } of piece) why.set(port, failure);
        },
      });
      if (end?.dead) return this.ask(items, end.dead);
      if (end?.lost) return this.leaveOpen(items, end.lost);
      after = await this.statesOf(items);
    }
    const done = items.filter((item) => this.isDone(item, after));
    const failed = items.filter((item) => !done.includes(item));
    const lost = await this.putBack(failed, after, (item) => why.get(item.port));
    if (lost) this.leaveOpen(done, lost);
    else if (done.length > 0) await this.keep(done, after);
  }

  /**
   * One mistake among many ports must not cost the others: they are tried again port by port. Where the device takes a
   * refused change back whole, and each is to be confirmed over a session of its own, halves need fewer of them.
   */
  private async inPieces(
    items: readonly Item[],
    { lines, told = () => undefined, whole = false }: Pieces,
  ): Promise<{ readonly dead?: Failure; readonly lost?: WaysideError } | undefined> {
    const { isOneByOne } = this.desk;
    const halves = whole ? [[...items]] : halvesOf(items);
    const waiting = isOneByOne ? halves : items.map((item) => [item]);
    for (let piece = waiting.shift(); piece; piece = waiting.shift()) {
      const typing = lines(piece);
      const trouble = typing.length > 0 ? await this.desk.type(typing) : undefined;
      if (trouble?.isDead) return { dead: trouble.failure };
      told(piece, trouble?.failure);
      if (trouble && piece.length > 1) waiting.unshift(...halvesOf(piece));
      const lost = !trouble && isOneByOne ? await this.confirm() : undefined;
      if (lost) return { lost };
    }
    return undefined;
  }

  private async confirm(): Promise<WaysideError | undefined> {
    const lost = await this.desk.confirm(this.options.prove);
    if (lost && isCertain(lost)) this.options.unconfirmed();
    return lost;
  }

  private linesOf(items: readonly Item[], states: ReadonlyMap<string, PortState>): readonly WriteLine[] {
    return groupsOf(items, this.write.rangeMax).flatMap(({ ports, change }) =>
      this.write.ports(ports, change, configsOf(ports, states)),
    );
  }

  /** Confirms where the device would take it back, and saves. */
  private async keep(done: readonly Item[], after: ReadonlyMap<string, PortState>): Promise<void> {
    const lost = await this.confirm();
    if (lost) return this.leaveOpen(done, lost);
    const trouble = await this.desk.save();
    if (trouble?.isDead) return this.ask(done, trouble.failure);
    // It may stand in what the switch starts with, so putting it back could make the two differ for good.
    if (trouble?.isUnsure) {
      for (const item of done) this.end(item, { state: 'unknown', error: inForceOnly(trouble) });
      return;
    }
    if (trouble) {
      const failure = { ...trouble.failure, message: `it could not be saved: ${trouble.failure.message}` };
      await this.putBack(done, after, () => failure);
      return;
    }
    this.options.saved();
    const typed = this.desk.typedFor(STEP_TYPED_MAX_CHARS);
    for (const item of done) {
      const token = after.get(item.port)?.token ?? '';
      const data = { key: item.step.key, token, verified: true, saved: true, typed };
      this.end(item, { state: 'done', outcome: { data, timings: {} } });
    }
  }

  /**
   * Ports of which something was done are made what they were, and read back: under the timer of the device, too, since it
   * may cut somebody off as the change did. Returns why the device will take back what it was told last.
   */
  private async putBack(
    items: readonly Item[],
    now: ReadonlyMap<string, PortState>,
    whyOf: (item: Item) => Failure | undefined,
  ): Promise<WaysideError | undefined> {
    const touched = items.filter((item) => !this.isUntouched(item, now));
    // One change at a time: what went well is confirmed before the next is begun.
    const first = touched.length > 0 && this.desk.isOneByOne ? await this.confirm() : undefined;
    const end = first
      ? { lost: first }
      : await this.inPieces(touched, {
          lines: (piece) => piece.flatMap(({ step, port }) => this.backwards(step, port, now)),
          whole: true,
        });
    const states = touched.length > 0 && this.loan.session.alive ? await this.statesOf(items) : now;
    const lost = end?.lost ?? (this.loan.session.alive ? await this.confirm() : undefined);
    for (const item of items) {
      const isTouched = touched.includes(item);
      const failure = whyOf(item) ?? NOT_AS_ASKED;
      if (lost && isTouched) this.leaveOpen([item], lost);
      else if (this.loan.session.alive && this.isUntouched(item, states))
        this.end(item, { state: 'not-done', error: notDone(item.port, failure, isTouched) });
      else this.end(item, { state: 'unknown', error: halfDone(item.port, failure) });
    }
    return lost;
  }

  private backwards(step: PlanStep, port: string, now: ReadonlyMap<string, PortState>): readonly WriteLine[] {
    const was = this.before.get(port)?.fields ?? {};
    const state = now.get(port);
    const names = this.namesOf(step).filter((name) => name === 'description' || was[name] !== undefined);
    const moved = names.filter((name) => state?.fields[name] !== was[name] && name !== 'mode');
    if (!state || moved.length === 0) return [];
    return this.write.ports([port], changeOf(was, moved), new Map([[port, state.config]]));
  }

  private namesOf(step: PlanStep): readonly string[] {
    return fieldDifferences(step).map(({ field }) => field);
  }

  private isUntouched({ step, port }: Item, now: ReadonlyMap<string, PortState>): boolean {
    const [was, is] = [this.before.get(port), now.get(port)];
    // What an access VLAN takes along, a step does not name.
    const isKept =
      was?.fields['mode'] === is?.fields['mode'] &&
      was?.config.nativeVlan === is?.config.nativeVlan &&
      was?.config.taggedVlans === is?.config.taggedVlans &&
      was?.config.lines.join('\n') === is?.config.lines.join('\n');
    return isKept && this.namesOf(step).every((name) => was?.fields[name] === is?.fields[name]);
  }

  private isDone({ step, port }: Item, now: ReadonlyMap<string, PortState>): boolean {
    const state = now.get(port);
    return state !== undefined && isAsWanted(step, state.fields);
  }

  private statesOf(items: readonly Item[]): Promise<Map<string, PortState>> {
    return this.reads.states(
      items.map(({ port }) => port),
      this.asks,
    );
  }

  private ask(items: readonly Item[], { code, message }: Failure): void {
    for (const item of items) this.end(item, { state: 'ask', error: new WaysideError(code, message) });
  }

  private leaveOpen(items: readonly Item[], error: WaysideError): void {
    const state = isCertain(error) ? 'unknown' : 'ask';
    for (const item of items) this.end(item, { state, error });
  }

  private end({ id }: Item, fate: StepFate): void {
    this.fates.set(id, fate);
  }
}

const NOT_AS_ASKED: Failure = {
  code: 'COMMAND_REJECTED',
  message: 'the switch said yes, but the port is not as it was asked for',
  hint: undefined,
};

/** What is typed for a piece, and who hears how it went. */
interface Pieces {
  readonly lines: (piece: readonly Item[]) => readonly WriteLine[];
  readonly told?: (piece: readonly Item[], failure: Failure | undefined) => void;
  /** All of them at once have not been tried yet. */
  readonly whole?: boolean;
}

function notDone(port: string, { code, message, hint }: Failure, isTouched: boolean): WaysideError {
  const was = isTouched ? '; it was put back to what it was' : '';
  return new WaysideError(code, `port ${port}: ${message}${was}`, hint === undefined ? {} : { hint });
}

function halfDone(port: string, { code, message }: Failure): WaysideError {
  const told = `port ${port} was changed in part and could not be put back: ${message}`;
  const hint = 'Look at the port; nothing more is done to it by itself.';
  if (code !== 'NOT_SAVED') return new WaysideError('OUTCOME_UNKNOWN', told, { hint });
  return new WaysideError(code, `${told}; what is in force is lost when the switch restarts`, { hint });
}

/** The device will take it back; else nobody heard, and it is read back. */
export function isCertain({ code }: WaysideError): boolean {
  return code === 'OUTCOME_UNKNOWN';
}

function untold(): WaysideError {
  return new WaysideError('INTERNAL', 'nothing is known of the step');
}

/** One by itself is not cut. */
function halvesOf<T>(items: readonly T[]): T[][] {
  const middle = Math.ceil(items.length / 2);
  return [items.slice(0, middle), items.slice(middle)].filter((half) => half.length > 0);
}

function configsOf(
  ports: readonly string[],
  states: ReadonlyMap<string, PortState>,
): ReadonlyMap<string, PortConfigRow> {
  return new Map(
    ports.flatMap((port) => {
      const state = states.get(port);
      return state ? [[port, state.config] as const] : [];
    }),
  );
}
