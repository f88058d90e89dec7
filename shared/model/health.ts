/** Findings of the doctor, what agents tell of their hosts, and alerts: findings followed over time. */
import { type FindingLevel, type HealthReason, healthReasons } from './health-reasons.ts';
import type { RecordRef } from './ref.ts';

/** One thing that a check found, or that it found nothing. */
export interface Finding {
  readonly level: FindingLevel;
  /** The check, such as `agents`. */
  readonly check: string;
  readonly message: string;
  /** What to do. */
  readonly hint: string | undefined;
  /** Absent: all is well, or a check that has no reasons, as those of the CLI. */
  readonly reason?: HealthReason | undefined;
  /** Empty or absent: of the controller itself. */
  readonly site?: string | undefined;
  /** The agent or source that it is about. */
  readonly subject?: RecordRef | undefined;
  /** Its name. */
  readonly subjectName?: string | undefined;
  /** Words of the cause that tell how something is reached: for the full view alone. */
  readonly detail?: string | undefined;
  /** Since when it is so, as far as that is known. */
  readonly since?: number | undefined;
}

export type ReasonedFinding = Finding & { readonly reason: HealthReason };

/** A finding with the level of its reason, and its cure where no better hint is given. */
export function foundBy(
  check: string,
  reason: HealthReason,
  found: Partial<Finding> & Pick<Finding, 'message'>,
): ReasonedFinding {
  const { level, cure } = healthReasons[reason];
  return { hint: cure, ...found, check, reason, level };
}

export function wellFound(check: string, message: string): Finding {
  return { level: 'ok', check, message, hint: undefined };
}

/** What an agent tells of its own host with each heartbeat, while it is so. */
export interface HealthItem {
  /** One of `healthReasons`; from a newer agent it may be another. */
  readonly reason: string;
  readonly message: string;
  /** Empty: what the table says. */
  readonly hint: string;
}

/** Items of one message that are taken, and of each text that is kept. */
export const HEALTH_ITEMS_MAX = 16;
export const HEALTH_TEXT_CHARS_MAX = 300;

export const alertStates = ['open', 'ended'] as const;
export type AlertState = (typeof alertStates)[number];

/** A finding followed over time. Times are epoch milliseconds. */
export interface AlertView {
  readonly id: string;
  readonly reason: HealthReason;
  readonly level: Exclude<FindingLevel, 'ok'>;
  readonly state: AlertState;
  /** Empty: of the controller itself. */
  readonly site: string;
  readonly subject: RecordRef | undefined;
  readonly subjectName: string;
  readonly message: string;
  readonly hint: string;
  /** Since when it is so. */
  readonly since: number;
  readonly raisedAt: number;
  readonly endedAt: number | undefined;
  /** How often it was raised, this time included. */
  readonly count: number;
  readonly acknowledged: { readonly by: string; readonly at: number; readonly note: string } | undefined;
  readonly silenced: SilenceView | undefined;
}

/** Alerts that nobody wants to hear of for a while. */
export interface SilenceView {
  readonly id: string;
  /** Id of the one alert; empty: all of a reason at a site. */
  readonly alert: string;
  readonly reason: HealthReason;
  /** Empty: of the controller itself; `*`: everywhere. */
  readonly site: string;
  readonly until: number;
  readonly by: string;
  readonly why: string;
}

export const SILENCE_MAX_MS = 2_592_000_000;
export const ALERT_TEXT_CHARS_MAX = 500;
