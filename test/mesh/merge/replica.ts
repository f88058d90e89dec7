/**
 * A store in memory: one lane, records of one managed section, and the cursors by which it asks for more. It knows
 * versions through shared/model alone, as a controller does, and nothing of what is expected of it.
 */
import {
  type Cursors,
  covers,
  fold,
  isCollectable,
  type JsonObject,
  lineCtx,
  mergeVersion,
  nextVersion,
  type Version,
} from '../../../shared/model/index.ts';
import type { BrokenRule } from './rules.ts';

export interface Placed {
  readonly record: string;
  readonly version: Version;
}

/** What a feed gives: after `from` up to `to` these are all that the sender keeps of the origin. */
export interface Batch {
  readonly origin: string;
  readonly from: number;
  readonly to: number;
  readonly rows: readonly Placed[];
}

interface Section {
  readonly counted: readonly Version[];
  /** Kept and given on, but no part of the value. */
  readonly held: readonly Version[];
}

const EMPTY: Section = { counted: [], held: [] };

export class Replica {
  readonly origin: string;
  private readonly broken: BrokenRule | undefined;
  private readonly cursors = new Map<string, number>();
  private readonly highest = new Map<string, number>();
  private readonly sections = new Map<string, Section>();
  private readonly distrusted = new Set<string>();
  private line: Cursors = new Map();

  constructor(origin: string, broken: BrokenRule | undefined) {
    this.origin = origin;
    this.broken = broken;
  }

  counted(record: string): readonly Version[] {
    return this.section(record).counted;
  }

  held(record: string): readonly Version[] {
    return this.section(record).held;
  }

  /** For the line: what is held here may still be missed by a write of ours, so it counts as not yet here. */
  get report(): Cursors {
    const report = new Map(this.cursors);
    if (this.broken === 'line over what is held') return report;
    for (const { held } of this.sections.values()) {
      for (const { dot } of held) report.set(dot.origin, Math.min(report.get(dot.origin) ?? 0, dot.seq - 1));
    }
    return report;
  }

  write(record: string, changes: JsonObject, hlc: number): Version {
    const { counted, held } = this.section(record);
    const dot = { origin: this.origin, seq: this.cursor(this.origin) + 1 };
    const next = nextVersion(counted, changes, { ...dot, hlc });
    const version = {
      ...next,
      ctx: this.ctxOf(next.ctx, counted.length + held.length),
      dot,
      hlc,
      by: this.origin,
    };
    this.cursors.set(dot.origin, dot.seq);
    this.count(record, version);
    return version;
  }

  private ctxOf(ctx: Version['ctx'], kept: number): Version['ctx'] {
    if (this.broken === 'drop ctx') return [];
    return kept === 0 && this.broken !== 'forgetful maker' ? lineCtx(this.line) : ctx;
  }

  feed(origin: string, from: number, limit: number): Batch {
    const top = this.vouched(origin);
    const rows = this.rowsOf(origin).filter(({ version: { dot } }) => dot.seq > from && dot.seq <= top);
    const sent = rows.slice(0, limit);
    const last = sent.at(-1);
    return { origin, from, to: sent.length < rows.length && last ? last.version.dot.seq : top, rows: sent };
  }

  /** A batch that does not begin where we stand is of no use: it comes again when asked for. */
  take(batch: Batch): readonly Placed[] {
    const at = this.cursor(batch.origin);
    if (batch.from > at) return [];
    const taken = batch.rows.filter(({ version }) => version.dot.seq > at);
    for (const row of taken) this.admit(row);
    this.cursors.set(batch.origin, Math.max(at, batch.to));
    return taken;
  }

  /** Out of turn: it moves no cursor, and below the cursor it is old news, of which no more may be known here. */
  takePush(row: Placed): readonly Placed[] {
    const { dot } = row.version;
    if (dot.seq <= this.cursor(dot.origin)) return [];
    this.admit(row);
    return [row];
  }

  rowsOf(origin: string): readonly Placed[] {
    const rows: Placed[] = [];
    for (const [record, { counted, held }] of this.sections) {
      for (const version of [...this.given(counted), ...held])
        if (version.dot.origin === origin) rows.push({ record, version });
    }
    return rows.sort((a, b) => a.version.dot.seq - b.version.dot.seq);
  }

  distrust(origin: string): void {
    if (origin !== this.origin) this.distrusted.add(origin);
  }

  /** What was held of the origin counts from now on. */
  trust(origin: string): readonly Placed[] {
    this.distrusted.delete(origin);
    const released: Placed[] = [];
    for (const [record, section] of [...this.sections]) {
      for (const version of section.held) {
        if (version.dot.origin !== origin) continue;
        released.push({ record, version });
        this.count(record, version);
      }
    }
    return released;
  }

  setLine(line: Cursors): void {
    this.line = new Map(
      [...line].map(([origin, seq]) => [origin, Math.max(seq, this.line.get(origin) ?? 0)]),
    );
  }

  /** Forgets what the line allows. */
  collect(): void {
    const line = this.broken === 'early tombstone' ? this.cursors : this.line;
    for (const [record, { counted, held }] of [...this.sections])
      if (held.length === 0 && isCollectable(counted, line)) this.sections.delete(record);
  }

  cursor(origin: string): number {
    return this.cursors.get(origin) ?? 0;
  }

  private vouched(origin: string): number {
    const own = this.cursor(origin);
    if (this.broken !== 'vouching by highest seen') return own;
    return Math.max(own, this.highest.get(origin) ?? 0);
  }

  private given(counted: readonly Version[]): readonly Version[] {
    if (this.broken !== 'losers left out of the feed') return counted;
    const newest = Math.max(...counted.map((version) => version.hlc));
    return counted.filter((version) => version.hlc === newest).slice(0, 1);
  }

  private admit({ record, version }: Placed): void {
    const { origin, seq } = version.dot;
    this.highest.set(origin, Math.max(seq, this.highest.get(origin) ?? 0));
    if (!this.distrusted.has(origin)) this.count(record, version);
    else if (this.broken !== 'dropping instead of holding') this.hold(record, version);
  }

  /** What may not count takes nothing away, but of one origin the latest says all. */
  private hold(record: string, version: Version): void {
    const { counted, held } = this.section(record);
    if (
      [...counted, ...held].some(
        (other) => other.dot.origin === version.dot.origin && covers(other, version.dot),
      )
    )
      return;
    if (counted.some((other) => covers(other, version.dot))) return;
    const others = held.filter((other) => other.dot.origin !== version.dot.origin);
    this.sections.set(record, { counted, held: [...others, version] });
  }

  private count(record: string, version: Version): void {
    const section = this.section(record);
    const counted = mergeVersion(section.counted, version);
    const held = section.held.filter((other) => !counted.some((one) => covers(one, other.dot)));
    this.sections.set(record, { counted, held });
  }

  private section(record: string): Section {
    return this.sections.get(record) ?? EMPTY;
  }
}

/** What a replica shows of a set of versions. */
export function shown(versions: readonly Version[]): { fields: JsonObject; contested: readonly string[] } {
  const { fields, conflicts } = fold(versions);
  return { fields, contested: conflicts.map(({ field }) => field) };
}
