/**
 * Refusals and failures, told once a minute for each caller, method and code, with a count: whoever knocks a
 * thousand times a second fills no disk. The first is written at once.
 */
import { type AuditFact, auditText } from './text.ts';

/** So long after an entry others like it are only counted. */
export const WINDOW_MS = 60_000;
/** Kinds of refusal told apart at a time; beyond it they share one entry a minute. */
export const KEYS_MAX = 200;
/** Targets named in one entry. */
const TARGETS_MAX = 20;

const OTHERS = 'others';

interface Window {
  readonly endsAt: number;
  /** The last one of those that were not written; its count is theirs. */
  fact: AuditFact | undefined;
}

export class RefusalThrottle {
  private readonly record: (fact: AuditFact) => void;
  private readonly windows = new Map<string, Window>();
  /** When the first window ends. */
  private dueAt = Number.POSITIVE_INFINITY;

  constructor(record: (fact: AuditFact) => void) {
    this.record = record;
  }

  note(fact: AuditFact): void {
    // A clock that was set back must not keep a window open for long.
    if (fact.at >= this.dueAt || fact.at < this.dueAt - WINDOW_MS) this.flush(fact.at);
    const key = this.keyOf(fact);
    const window = this.windows.get(key);
    if (window) {
      window.fact = merged(window.fact, fact);
      return;
    }
    this.open(key, fact.at);
    this.record(key === OTHERS ? { ...fact, who: 'several' } : fact);
  }

  /** Writes what was counted in windows that are over; `Infinity` for all of them, before the controller stops. */
  flush(nowMs: number): void {
    this.dueAt = Number.POSITIVE_INFINITY;
    for (const [key, { endsAt, fact }] of this.windows) {
      // A clock that was set back must not keep a window open for long.
      if (nowMs < endsAt && endsAt - nowMs <= WINDOW_MS) {
        this.dueAt = Math.min(this.dueAt, endsAt);
        continue;
      }
      this.windows.delete(key);
      if (!fact) continue;
      if (Number.isFinite(nowMs)) this.open(key, nowMs);
      this.record(key === OTHERS ? { ...fact, who: 'several' } : fact);
    }
  }

  private open(key: string, nowMs: number): void {
    const endsAt = nowMs + WINDOW_MS;
    this.windows.set(key, { endsAt, fact: undefined });
    this.dueAt = Math.min(this.dueAt, endsAt);
  }

  private keyOf({ who, address, method, result }: AuditFact): string {
    const caller = who === 'anonymous' ? address.replace(/:\d+$/, '') : who;
    const key = `${caller}|${method}|${result}`;
    return this.windows.has(key) || this.windows.size < KEYS_MAX ? key : OTHERS;
  }
}

function merged(before: AuditFact | undefined, fact: AuditFact): AuditFact {
  if (!before) return fact;
  const targets = [...new Set([...before.targets, ...fact.targets.map((target) => auditText(target))])];
  return { ...fact, targets: targets.slice(0, TARGETS_MAX), count: before.count + fact.count };
}
