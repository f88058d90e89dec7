/** The task `collect`: everything a switch tells, as one scan. */
import { WaysideError } from '../../../shared/errors.ts';
import type { JsonObject } from '../../../shared/model/index.ts';
import type { Clock } from '../../../shared/runtime/index.ts';
import type { Completeness, Target, TargetOutcome } from '../../jobs/driver.ts';
import { REASON_MAX_CHARS, UNKNOWN_QUOTES_MAX } from '../limits.ts';
import { mayMissRows } from '../platform.ts';
import type { Loan } from '../pool/loan.ts';
import type { AskOptions } from '../ssh/session.ts';
import { unprovenText } from '../unproven.ts';
import { observe } from './observe.ts';
import { rawCollect } from './raw.ts';
import type { KeptClass } from './read-cache.ts';
import { Reader, type Reading, type Readings } from './reading.ts';

export interface TaskOptions {
  readonly clock: Clock;
  readonly target: Target;
  readonly ask: AskOptions;
  readonly progress: (status: string) => void;
  /** Rows that were read a while ago and still count, or those that `ask` gives. */
  readonly kept: Kept;
}

/** `question`: the command. `ageMs` is 0 for what was read now. */
export type Kept = <Row>(
  read: { readonly class: KeptClass; readonly question: string },
  ask: () => Promise<readonly Row[]>,
) => Promise<{ readonly rows: readonly Row[]; readonly ageMs: number }>;

/** Reads all classes. Throws the first trouble when not one of them could be read. */
export async function collect(loan: Loan, options: TaskOptions): Promise<TargetOutcome> {
  const { clock, target, ask } = options;
  const startedAtMs = clock.now();
  const { platform, facts } = loan.session;
  if (facts.raw) return rawCollect(loan, options);
  const reader = new Reader(loan, options);
  const readings = await reader.readAll();
  const first = all(readings).find(([, reading]) => reading.error)?.[1].error;
  if (first && all(readings).every(([, reading]) => reading.state !== 'read')) throw first;
  const observed = observe({
    source: target.source,
    platform: platform.id,
    unproven: unprovenText(platform),
    promptName: facts.hostname,
    readings,
  });
  return {
    scan: {
      startedAtMs,
      finishedAtMs: clock.now(),
      completeness: completenessOf(readings, ask),
      ...observed,
    },
    data: { platform: platform.id, hostname: facts.hostname, ...summary(readings, ask) },
    timings: reader.timings,
  };
}

function all(readings: Readings): readonly (readonly [string, Reading<unknown>])[] {
  return Object.entries(readings);
}

/**
 * Partial when a class failed, or held lines that nobody knew and that may have been rows; what `show version` says
 * beside the facts is no trouble.
 */
function completenessOf(readings: Readings, { redactor }: AskOptions): Completeness {
  const troubles: WaysideError[] = [];
  for (const [name, reading] of all(readings)) {
    const { error, unknown, unknownCount } = reading;
    if (error) troubles.push(new WaysideError(error.code, `${name}: ${error.code}: ${error.message}`));
    else if (name !== 'system' && mayMissRows(reading)) {
      const first = unknown.find((line) => /\d/.test(line)) ?? unknown[0] ?? '';
      const lines = unknownCount === 1 ? '1 line' : `${unknownCount} lines`;
      troubles.push(
        new WaysideError(
          'PARSE_FAILED',
          `${name}: ${lines} not understood, such as "${redactor.quote(first)}"`,
        ),
      );
    }
  }
  const [first] = troubles;
  if (!first) return { state: 'complete' };
  const reason = troubles.map(({ message }) => message).join('; ');
  return { state: 'partial', code: first.code, reason: reason.slice(0, REASON_MAX_CHARS) };
}

/** Counts per class, and a few of the lines that were not understood. */
function summary(readings: Readings, { redactor }: AskOptions): JsonObject {
  const counts = Object.fromEntries(all(readings).map(([name, { rows }]) => [name, rows.length]));
  const unknown = Object.fromEntries(
    all(readings)
      .filter(([, { unknownCount }]) => unknownCount > 0)
      .map(([name, { unknown: lines, unknownCount }]) => [
        name,
        {
          count: unknownCount,
          lines: lines.slice(0, UNKNOWN_QUOTES_MAX).map((line) => redactor.quote(line)),
        },
      ]),
  );
  return { counts, unknown };
}
