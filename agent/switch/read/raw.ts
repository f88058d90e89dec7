/** Probe and collect of a device that no pack knows: its own words, and a clear word that this is all. */
import { WaysideError } from '../../../shared/errors.ts';
import type { Json } from '../../../shared/model/index.ts';
import type { Clock } from '../../../shared/runtime/index.ts';
import type { Target, TargetOutcome } from '../../jobs/driver.ts';
import type { Loan } from '../pool/loan.ts';
import { whereOf } from '../where.ts';

export interface RawOptions {
  readonly clock: Clock;
  readonly target: Target;
}

const HINT = 'Set the platform of the source if you know it, or add a platform pack';

/** That nothing is known of a device is no answer of the device. Error: PLATFORM_UNKNOWN. */
export function requireKnown({ session }: Loan, options: RawOptions): void {
  if (session.facts.raw) throw new WaysideError('PLATFORM_UNKNOWN', messageFor(options), { hint: HINT });
}

/** What a probe tells: the source works, but nothing can be read from it. */
export function rawProbe(loan: Loan, options: RawOptions): TargetOutcome {
  const { platform, facts } = loan.session;
  const { hostKey, algorithms, legacy = [], authMethod, prompt, hostname } = facts;
  return {
    data: {
      ...{ platform: platform.id, platformTitle: platform.title, hostname, prompt, authMethod },
      ...{ hostKey: { ...hostKey }, algorithms: { ...algorithms }, legacy: [...legacy] },
      problem: `PLATFORM_UNKNOWN: ${messageFor(options)}. ${HINT}`,
      raw: rawOf(loan),
    },
    timings: {},
  };
}

/** A scan that covers nothing, so that nothing is taken for gone. */
export function rawCollect(loan: Loan, options: RawOptions): TargetOutcome {
  const { platform, facts } = loan.session;
  const atMs = options.clock.now();
  const reason = `${messageFor(options)}. ${HINT}`;
  return {
    scan: {
      ...{ startedAtMs: atMs, finishedAtMs: atMs, coverage: [], observations: [] },
      completeness: { state: 'partial', code: 'PLATFORM_UNKNOWN', reason },
    },
    data: { platform: platform.id, hostname: facts.hostname, raw: rawOf(loan) },
    timings: {},
  };
}

function messageFor({ target }: RawOptions): string {
  return `no platform pack knows what ${whereOf(target)} answers`;
}

function rawOf(loan: Loan): Json {
  return (loan.session.facts.raw ?? []).map(({ command, text }) => ({ command, text }));
}
