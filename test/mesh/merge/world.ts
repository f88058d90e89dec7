/**
 * One run, from its seed: 2 to 5 replicas write, delete and edit fields, give each other parts of their feeds in any
 * order, late, twice or not at all, distrust each other for a while and forget tombstones. Then all faults end, and
 * within a few rounds everybody must hold what the oracle says.
 */
import {
  type Cursors,
  DELETED_FIELD,
  draftLine,
  GC_LINE_AGE_MIN_MS,
  isRipe,
  type JsonObject,
  type LineDraft,
} from '../../../shared/model/index.ts';
import { type Random, randomInt, seededRandom } from '../../../shared/runtime/index.ts';
import { Oracle } from './oracle.ts';
import { type Batch, type Placed, Replica, shown } from './replica.ts';
import type { BrokenRule } from './rules.ts';

const ORIGINS = ['a', 'b', 'c', 'd', 'e'] as const;
const RECORDS = ['r1', 'r2', 'r3'] as const;
const FIELDS = ['x', 'label.y', 'note.z'] as const;
const STEPS_MIN = 30;
const STEPS_MORE_MAX = 120;
const BATCH_ROWS_MAX = 3;
/** Busy and calm phases change: tombstones are forgotten in calm ones, and missed in busy ones. */
const PHASE_STEPS = 20;
/** Messages on their way; more are lost. */
const LATE_MAX = 12;
/** Rounds in which all must have what all have. */
const ROUNDS_MAX = 8;

type Message =
  | { readonly to: Replica; readonly batch: Batch }
  | { readonly to: Replica; readonly push: Placed }
  | { readonly to: Replica; readonly line: Cursors };

/** What went wrong; empty when nothing did. */
export function runSeed(seed: number, broken?: BrokenRule): readonly string[] {
  return new World(seed, broken).run();
}

class World {
  private readonly random: Random;
  private readonly replicas: readonly Replica[];
  private readonly broken: BrokenRule | undefined;
  private readonly oracle = new Oracle();
  private readonly reports = new Map<Replica, Cursors>();
  private readonly late: Message[] = [];
  private readonly actions: readonly (readonly [weight: number, act: () => void])[] = [
    [30, () => this.write()],
    [40, () => this.sync(this.pick(this.replicas), this.pick(this.replicas), 1 + this.below(BATCH_ROWS_MAX))],
    [8, () => this.push()],
    [10, () => this.deliver()],
    [3, () => this.pick(this.replicas).distrust(this.pick(this.replicas).origin)],
    [3, () => this.trust(this.pick(this.replicas), this.pick(this.replicas).origin)],
    [10, () => this.reportSome()],
    [10, () => this.publish((message) => this.send(message))],
    [10, () => this.pick(this.replicas).collect()],
  ];
  private draft: LineDraft | undefined;
  private isCalm = false;

  constructor(seed: number, broken: BrokenRule | undefined) {
    this.random = seededRandom(seed);
    this.broken = broken;
    this.replicas = ORIGINS.slice(0, 2 + this.below(4)).map((origin) => new Replica(origin, broken));
  }

  run(): readonly string[] {
    const steps = STEPS_MIN + this.below(STEPS_MORE_MAX);
    for (let step = 0; step < steps; step += 1) {
      if (step % PHASE_STEPS === 0) this.isCalm = this.below(2) === 0;
      this.act();
    }
    const problems = this.settle('met', false) ?? this.settle('forgotten what is gone', true);
    return (
      problems ??
      RECORDS.flatMap((record) => this.oracle.mergeProblems(record, (list) => this.shuffled(list)))
    );
  }

  private act(): void {
    let at = this.below(this.actions.reduce((sum, [weight]) => sum + weight, 0));
    for (const [weight, act] of this.actions) {
      at -= weight;
      if (at < 0) return act();
    }
  }

  private write(): void {
    if (this.isCalm && this.below(5) > 0) return this.syncMost();
    const at = this.pick(this.replicas);
    const record = this.pick(RECORDS);
    const counted = at.counted(record);
    const isThere = counted.length > 0 && shown(counted).fields[DELETED_FIELD] !== true;
    const changes = isThere ? this.edit() : this.creation();
    // Clocks are of no consequence to what is kept, so they are as wrong as can be.
    this.oracle.wrote(at, record, at.write(record, changes, 1 + this.below(50)), changes);
  }

  private edit(): JsonObject {
    if (this.below(4) === 0) return { [DELETED_FIELD]: true };
    return Object.fromEntries([this.pick(FIELDS), this.pick(FIELDS)].map((field) => [field, this.value()]));
  }

  /** What is made anew is empty but for what is given, and not deleted. */
  private creation(): JsonObject {
    return { [DELETED_FIELD]: null, ...Object.fromEntries(FIELDS.map((field) => [field, this.value()])) };
  }

  private value(): number | null {
    const value = this.below(4);
    return value === 0 ? null : value;
  }

  private sync(from: Replica, to: Replica, limit: number): void {
    if (from === to) return;
    for (const { origin } of this.shuffled(this.replicas)) {
      if (this.below(2) === 0) continue;
      this.send({ to, batch: from.feed(origin, to.cursor(origin), limit) });
    }
  }

  /** Quiet enough for a line to rise, but a few go without some of it. */
  private syncMost(): void {
    for (const from of this.replicas)
      for (const to of this.replicas) this.sync(from, to, Number.POSITIVE_INFINITY);
    this.reportSome();
    this.publish((message) => this.send(message));
  }

  private push(): void {
    const [from, to] = [this.pick(this.replicas), this.pick(this.replicas)];
    const rows = from.rowsOf(this.pick(this.replicas).origin);
    if (from !== to && rows.length > 0) this.send({ to, push: this.pick(rows) });
  }

  /** At once, or later, or never. */
  private send(message: Message): void {
    const fate = this.below(10);
    if (fate < 8) this.arrive(message);
    else if (fate < 9 && this.late.length < LATE_MAX) this.late.push(message);
  }

  /** One of those on their way, now and perhaps once more. */
  private deliver(): void {
    if (this.late.length === 0) return;
    const at = this.below(this.late.length);
    const message = this.late[at];
    if (this.below(3) > 0) this.late.splice(at, 1);
    if (message) this.arrive(message);
  }

  private arrive(message: Message): void {
    const { to } = message;
    if ('line' in message) return to.setLine(message.line);
    const taken = 'batch' in message ? to.take(message.batch) : to.takePush(message.push);
    for (const placed of taken) this.oracle.counts(to, placed);
  }

  private trust(at: Replica, origin: string): void {
    for (const placed of at.trust(origin)) this.oracle.counts(at, placed);
  }

  private reportSome(): void {
    for (const replica of this.replicas) if (this.below(3) > 0) this.reportOf(replica);
  }

  private reportOf(replica: Replica): void {
    this.reports.set(replica, replica.report);
  }

  /** What the home of the lane does with the reports it has, however old they are. */
  private publish(send: (message: Message) => void): void {
    if (this.reports.size < this.replicas.length) return;
    const reports = [...this.reports.values()];
    const { draft } = this;
    const isReady =
      draft && (this.broken === 'line without heads' || isRipe(draft, reports, GC_LINE_AGE_MIN_MS));
    if (isReady) for (const to of this.replicas) send({ to, line: draft.line });
    if (isReady || !draft) this.draft = draftLine(reports, 0);
  }

  /** No more faults. `forget`: lines are published until nothing is left to be forgotten. */
  private settle(what: string, forget: boolean): readonly string[] | undefined {
    for (let round = 0; round < ROUNDS_MAX; round += 1) {
      for (const message of this.late.splice(0)) this.arrive(message);
      for (const at of this.replicas) for (const { origin } of this.replicas) this.trust(at, origin);
      for (const from of this.replicas) for (const to of this.replicas) this.syncAll(from, to);
      for (const replica of forget ? this.replicas : []) this.reportOf(replica);
      if (forget) this.publish((message) => this.arrive(message));
      for (const replica of forget ? this.replicas : []) replica.collect();
    }
    const problems = this.replicas.flatMap((at) => this.oracle.problems(at, RECORDS, forget));
    return problems.length > 0 ? problems.map((problem) => `when all had ${what}, ${problem}`) : undefined;
  }

  private syncAll(from: Replica, to: Replica): void {
    if (from === to) return;
    for (const { origin } of this.replicas)
      this.arrive({ to, batch: from.feed(origin, to.cursor(origin), Number.POSITIVE_INFINITY) });
  }

  private shuffled<T>(list: readonly T[]): T[] {
    return list
      .map((item) => ({ item, key: this.random.float() }))
      .sort((a, b) => a.key - b.key)
      .map(({ item }) => item);
  }

  private pick<T>(list: readonly T[]): T {
    const item = list[this.below(list.length)];
    if (item === undefined) throw new Error('nothing to pick from');
    return item;
  }

  private below(limit: number): number {
    return randomInt(this.random, limit);
  }
}
