/**
 * What a run must lead to, told from who had seen what when writing. Dots, ctx, cursors and lines, which are on
 * trial, have no part in it.
 */
import {
  canonicalJson,
  DELETED_FIELD,
  type JsonObject,
  mergeVersion,
  type Version,
} from '../../../shared/model/index.ts';
import { type Placed, type Replica, shown } from './replica.ts';

interface Event {
  readonly no: number;
  readonly record: string;
  readonly version: Version;
  readonly changes: JsonObject;
  /** One bit for each write of the record that its writer knew of, by `no`. */
  readonly saw: bigint;
}

export class Oracle {
  private readonly events: Event[] = [];
  private readonly byDot = new Map<string, Event>();
  /** Replica and record -> what has counted there, ever, and what the writers of that had seen. */
  private readonly seen = new Map<string, bigint>();

  wrote(at: Replica, record: string, version: Version, changes: JsonObject): void {
    const event = { no: this.events.length, record, version, changes, saw: this.seenBy(at, record) };
    this.events.push(event);
    this.byDot.set(dotText(version), event);
    this.note(at, event);
  }

  /** A version counts at the replica; one that is only held there is not seen. */
  counts(at: Replica, { record, version }: Placed): void {
    const event = this.byDot.get(dotText(version));
    if (event && at.counted(record).some((one) => dotText(one) === dotText(version))) this.note(at, event);
  }

  /** Writes of the record that no other write of it had seen. */
  ends(record: string): readonly Event[] {
    return unseen(this.events.filter((event) => event.record === record));
  }

  /** What is wrong at a replica that has had all there is. `collected`: a deleted record must be forgotten. */
  problems(at: Replica, records: readonly string[], collected: boolean): string[] {
    return records.flatMap((record) => this.recordProblems(at, record, collected));
  }

  /** Everything ever written, laid together in this order, in two halves, and twice: always the same set. */
  mergeProblems(record: string, order: (versions: readonly Version[]) => readonly Version[]): string[] {
    const versions = this.events.filter((event) => event.record === record).map((event) => event.version);
    const wanted = this.ends(record).map(({ version }) => dotText(version));
    const shuffled = order(versions);
    const half = Math.floor(shuffled.length / 2);
    const [left, right] = [mergeAll(shuffled.slice(0, half)), mergeAll(shuffled.slice(half))];
    const ways = {
      one: mergeAll(shuffled),
      halves: mergeAll([...right, ...left]),
      twice: mergeAll([...versions, ...shuffled]),
    };
    return Object.entries(ways).flatMap(([way, set]) => {
      const got = set.map(dotText).sort().join();
      return got === wanted.toSorted().join()
        ? []
        : [`${record} merged by ${way} is ${got}, not ${wanted.join()}`];
    });
  }

  private recordProblems(at: Replica, record: string, collected: boolean): string[] {
    const place = `${at.origin}: ${record}`;
    const ends = this.ends(record);
    const got = at.counted(record).map(dotText).sort();
    const wanted = ends.map(({ version }) => dotText(version)).sort();
    if (at.held(record).length > 0) return [`${place} still holds ${at.held(record).map(dotText).join()}`];
    const [only, ...others] = ends;
    const isGone = only !== undefined && others.length === 0 && isDelete(only);
    // Between the rounds some have forgotten it and some have not; both is right until all have.
    if (isGone && got.length === 0) return [];
    if (isGone && collected) return [`${place} is not forgotten: ${got.join()}`];
    if (got.join() !== wanted.join()) return [`${place} has ${got.join()}, not ${wanted.join()}`];
    return [...this.valueProblems(at, record, ends)].map((problem) => `${place} ${problem}`);
  }

  private *valueProblems(at: Replica, record: string, ends: readonly Event[]): Generator<string> {
    const { fields, contested } = shown(at.counted(record));
    const deletes = ends.filter(isDelete).length;
    if (ends.length > 0 && (fields[DELETED_FIELD] === true) !== (deletes === ends.length))
      yield 'is wrongly deleted or alive';
    if (contested.includes(DELETED_FIELD) !== (deletes > 0 && deletes < ends.length))
      yield 'does not tell that it was deleted and edited at once';
    const all = this.events.filter((event) => event.record === record);
    const names = new Set(all.flatMap(({ changes }) => Object.keys(changes)));
    for (const field of [...names].filter((name) => name !== DELETED_FIELD)) {
      const writes = unseen(all.filter(({ changes }) => Object.hasOwn(changes, field)));
      const [last, ...rivals] = writes;
      if (!last || rivals.length > 0) continue;
      if (canonicalJson(fields[field]) !== canonicalJson(last.changes[field] ?? null))
        yield `shows ${field} as ${canonicalJson(fields[field])}, not as ${dotText(last.version)} wrote it`;
    }
  }

  private seenBy(at: Replica, record: string): bigint {
    return this.seen.get(`${at.origin} ${record}`) ?? 0n;
  }

  private note(at: Replica, event: Event): void {
    const bits = this.seenBy(at, event.record) | event.saw | (1n << BigInt(event.no));
    this.seen.set(`${at.origin} ${event.record}`, bits);
  }
}

function mergeAll(versions: readonly Version[]): readonly Version[] {
  return versions.reduce<readonly Version[]>(mergeVersion, []);
}

function unseen(events: readonly Event[]): readonly Event[] {
  const saw = events.reduce((bits, event) => bits | event.saw, 0n);
  return events.filter(({ no }) => ((saw >> BigInt(no)) & 1n) === 0n);
}

function isDelete({ changes }: Event): boolean {
  return changes[DELETED_FIELD] === true;
}

function dotText({ dot }: Version): string {
  return `${dot.origin}${dot.seq}`;
}
