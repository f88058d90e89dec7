/** Checks the lines of an exported audit trail, one by one, without a controller. */
import {
  AUDIT_LOST,
  auditBody,
  CHAIN_START,
  type ChainPoint,
  chainProblem,
  parseAuditBody,
  vouchesFor,
} from '../../../shared/model/index.ts';

export interface FileVerdict {
  readonly checked: number;
  /** The last entry that is good. */
  readonly good: ChainPoint;
  /** What is wrong first, with its line; `undefined`: nothing. */
  readonly problem: string | undefined;
  /** Entries that tell of others that were lost. */
  readonly losses: number;
}

export class AuditFileCheck {
  private line = 0;
  private anchor: ChainPoint = CHAIN_START;
  private good: ChainPoint = CHAIN_START;
  private checked = 0;
  private losses = 0;
  private isVouchedFor = true;
  private isEnded = false;
  private problem: string | undefined;

  add(text: string): void {
    this.line += 1;
    if (this.problem !== undefined) return;
    const found = this.look(text);
    if (found !== undefined) this.problem = `line ${this.line}: ${found}`;
  }

  /** After the last line. */
  verdict(): FileVerdict {
    const { checked, good, losses } = this;
    return { checked, good, losses, problem: this.problem ?? this.endProblem() };
  }

  private look(text: string): string | undefined {
    const value = parseLine(text);
    if (!value) return 'is no JSON object';
    if (this.isEnded) return 'stands after the end of the trail';
    if (this.line === 1) return this.begin(value['anchor']);
    if ('entry' in value) return this.entry(value['entry'], value['hash']);
    if ('head' in value) return this.end(value['head']);
    return 'is neither an entry nor the end of the trail';
  }

  private begin(value: unknown): string | undefined {
    const anchor = pointOf(value);
    if (!anchor) return 'does not say where the trail begins: this is no export of an audit trail';
    this.anchor = anchor;
    this.good = anchor;
    this.isVouchedFor = anchor.seq === 0 && anchor.hash === CHAIN_START.hash;
    return undefined;
  }

  private entry(value: unknown, hash: unknown): string | undefined {
    const entry = parseAuditBody(JSON.stringify(value));
    if (!entry || typeof hash !== 'string') return 'is no entry';
    const link = { seq: entry.seq, hash, body: auditBody(entry) };
    const problem = chainProblem(this.good, link);
    if (problem !== undefined) return problem;
    this.good = { seq: link.seq, hash };
    this.checked += 1;
    if (entry.method === AUDIT_LOST) this.losses += 1;
    if (vouchesFor(entry, this.anchor)) this.isVouchedFor = true;
    return undefined;
  }

  private end(value: unknown): string | undefined {
    this.isEnded = true;
    const head = pointOf(value);
    if (head?.seq === this.good.seq && head.hash === this.good.hash) return undefined;
    return `the trail ended with entry ${head?.seq ?? '?'}, the file with ${this.good.seq}`;
  }

  private endProblem(): string | undefined {
    if (!this.isEnded) return `the end is missing after line ${this.line}: the export was cut short`;
    if (this.isVouchedFor) return undefined;
    return `the trail begins after entry ${this.anchor.seq}, but no entry tells that the ones before were cut off`;
  }
}

function parseLine(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

function pointOf(value: unknown): ChainPoint | undefined {
  const { seq, hash } = Object(value) as Partial<ChainPoint>;
  const isPoint = Number.isSafeInteger(seq) && typeof hash === 'string';
  return isPoint ? { seq: Number(seq), hash } : undefined;
}
