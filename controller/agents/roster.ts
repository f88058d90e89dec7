/** All agents as those see them who look after their health. */
import type { WaysideError } from '../../shared/errors.ts';
import {
  HEALTH_ITEMS_MAX,
  HEALTH_TEXT_CHARS_MAX,
  type HealthItem,
  PAGE_SIZE_MAX,
} from '../../shared/model/index.ts';
import type { Heartbeat, Hello } from '../../shared/wire/index.ts';
import type { DutyRow, EnrolledAgent, EnrolmentStore } from '../store/index.ts';
import type { CloneAlarm } from './clones.ts';
import type { AgentTold, Presence, Refusal } from './presence.ts';

export interface RosterEntry {
  readonly agent: EnrolledAgent;
  readonly presence: Presence;
  /** It knocks and is not let in. */
  readonly refusal: Refusal | undefined;
  readonly alarm: CloneAlarm | undefined;
  /** It is out of work because somebody wants it so. */
  readonly duty?: DutyRow | undefined;
}

/** Ends of a session before its hello that are not because of who came. */
const NO_REFUSALS: readonly string[] = [
  'CONNECTION_LOST',
  'SHUTTING_DOWN',
  'TIMEOUT',
  'CANCELLED',
  'INTERNAL',
  'AGENT_DRAINED',
];

export function isRefusal({ code }: WaysideError): boolean {
  return !NO_REFUSALS.includes(code);
}

export function allAgents(directory: Pick<EnrolmentStore, 'agents'>): readonly EnrolledAgent[] {
  const all: EnrolledAgent[] = [];
  for (let page = directory.agents({ site: '', name: '', limit: PAGE_SIZE_MAX }); page.length > 0; ) {
    all.push(...page);
    const { site = '', name = '' } = page.at(-1) ?? {};
    page = page.length < PAGE_SIZE_MAX ? [] : directory.agents({ site, name, limit: PAGE_SIZE_MAX });
  }
  return all;
}

/** What a hello or heartbeat tells of the host; bounded, for an agent may be anybody's program. */
export function toldBy(
  { time, health = [] }: Pick<Hello | Heartbeat, 'time' | 'health'>,
  nowMs: number,
): AgentTold {
  // A time that is not set reads as 0.
  const clockOffsetMs = time > 0 ? time - nowMs : undefined;
  return { clockOffsetMs, health: health.slice(0, HEALTH_ITEMS_MAX).map(bounded) };
}

function bounded({ reason, message, hint }: HealthItem): HealthItem {
  return { reason: cut(reason), message: cut(message), hint: cut(hint) };
}

/** One line, of a length that a table can take. */
export function cut(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they would break the one line that it is shown on.
  const line = text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ');
  return line.length <= HEALTH_TEXT_CHARS_MAX ? line : `${line.slice(0, HEALTH_TEXT_CHARS_MAX - 1)}…`;
}
