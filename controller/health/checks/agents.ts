/** Agents: who is away and why, and what they tell of their hosts. */
import {
  type Finding,
  foundBy,
  type HealthItem,
  type HealthReason,
  isHealthReason,
  type ReasonedFinding,
  timeText,
} from '../../../shared/model/index.ts';
import { cloneWords, dutyWords, type RosterEntry } from '../../agents/index.ts';
import type { SiteSources } from '../../inventory/index.ts';
import type { Check } from '../check.ts';
import { versionGap } from '../versions.ts';

/** A clock that is off by more is told; by more than the second, what agents say of times cannot be relied on. */
export const CLOCK_WARN_MS = 30_000;
export const CLOCK_PROBLEM_MS = 300_000;
/** A certificate that renews at two thirds of its life never has less ahead than the lesser of these. */
const CERTIFICATE_WARN_MS = 14 * 86_400_000;
const LIFE_PARTS = 3;
/** Codes by which an agent is sent away, and does not merely fail to come. */
const SHUT_OUT = /^(?:UNAUTHENTICATED|WRONG_IDENTITY|FORBIDDEN|STALE_EPOCH|CERTIFICATE_\w+): /;

const REASONS: readonly HealthReason[] = [
  'agent-away',
  'agent-shut-out',
  'agent-never-seen',
  'agent-cloned',
  'agent-clock-off',
  'agent-clock-wrong',
  'agent-certificate',
  'agent-version',
  'agent-disk',
  'agent-spool',
  'agent-busy',
  'agent-files',
  'agent-other',
  'agent-drained',
  'agent-maintenance',
  'no-agent',
];

export interface AgentsDeps {
  readonly now: () => number;
  readonly roster: () => readonly RosterEntry[];
  /** What there is to read at the sites that are wanted. */
  readonly sourcesAt: (isWanted: (site: string) => boolean) => readonly SiteSources[];
  readonly softwareVersion: string;
  /** How long certificates are given for now, milliseconds. */
  readonly certificateLifetimeMs: number;
  /** First and last moment of the newest certificate, if it is known. */
  readonly certificateOf: (
    agentId: string,
  ) => { readonly notBefore: number; readonly notAfter: number } | undefined;
}

export function agentsCheck(deps: AgentsDeps): Check {
  return {
    name: 'agents',
    reasons: REASONS,
    of: 'sites',
    run: () => {
      const roster = deps.roster();
      const found = [...sitesWithout(roster, deps), ...roster.flatMap((entry) => findingsOf(entry, deps))];
      if (roster.length > 0 || found.length > 0) return found;
      return [foundBy('agents', 'no-agent', { message: 'no agent has joined yet' })];
    },
    well: (sees) => {
      const seen = deps.roster().filter(({ agent }) => sees(agent.site));
      const count = (state: string): number => seen.filter(({ presence }) => presence.state === state).length;
      if (seen.length === 0) return undefined;
      const [online, banned] = [count('online'), count('banned')];
      const told = online === 1 ? '1 agent is online' : `${online} agents are online`;
      return banned === 0 ? told : `${told}, ${banned} banned`;
    },
  };
}

/** Sites with sources that nobody can read: who is banned does not. */
function sitesWithout(roster: readonly RosterEntry[], deps: AgentsDeps): readonly ReasonedFinding[] {
  const served = new Set<string>();
  const banned = new Set<string>();
  for (const { agent, presence } of roster) (presence.state === 'banned' ? banned : served).add(agent.site);
  return deps
    .sourcesAt((site) => !served.has(site))
    .map(({ site, count, areSwitches }) => {
      const [one, more] = areSwitches ? ['switch', 'switches'] : ['source', 'sources'];
      const what = count === 1 ? `1 ${one}` : `${count} ${more}`;
      const but = banned.has(site) ? ' but a banned one' : '';
      return foundBy('agents', 'no-agent', {
        site,
        subject: { site, kind: 'site', id: site },
        subjectName: site,
        message: `site ${site} has ${what} and no agent${but}`,
        hint: `Make a token for one: wayside agent token create --site ${site}`,
      });
    });
}

function findingsOf(entry: RosterEntry, deps: AgentsDeps): readonly ReasonedFinding[] {
  const { agent, presence } = entry;
  // Who is banned is away because somebody wants it so.
  if (presence.state === 'banned') return [];
  const about = {
    site: agent.site,
    subject: { site: agent.site, kind: 'agent', id: agent.id },
    subjectName: agent.name,
  } as const;
  const found = (reason: HealthReason, more: Partial<Finding> & Pick<Finding, 'message'>): ReasonedFinding =>
    foundBy('agents', reason, { ...about, ...more });
  // So is who is out of work; that two use its identity is told all the same.
  if (entry.duty) return [...clone(entry, found), ...outOfWork(agent, entry.duty, found)];
  return [
    ...clone(entry, found),
    ...absence(entry, found),
    ...certificate(entry, deps, found),
    ...(presence.state === 'online' ? software(entry, deps, found) : []),
    ...told(entry, found),
  ];
}

type Found = (reason: HealthReason, more: Partial<Finding> & Pick<Finding, 'message'>) => ReasonedFinding;

function clone({ agent, alarm }: RosterEntry, found: Found): readonly ReasonedFinding[] {
  if (!alarm) return [];
  const message = `agent ${agent.name} of site ${agent.site}: ${cloneWords(alarm)}`;
  const hint = `Stop one of them; then give it a data folder of its own and a new join token. To keep both out: wayside agent ban ${agent.name}`;
  return [found('agent-cloned', { message, hint, since: alarm.firstAt })];
}

/** The doctor says it, nobody is alerted. */
function outOfWork(
  agent: RosterEntry['agent'],
  duty: NonNullable<RosterEntry['duty']>,
  found: Found,
): readonly ReasonedFinding[] {
  const reason = duty.kind === 'drain' ? 'agent-drained' : 'agent-maintenance';
  const message = `agent ${agent.name} of site ${agent.site} is ${dutyWords(duty)}`;
  return [
    found(reason, { message, hint: `To end it: wayside agent resume ${agent.name}`, since: duty.since }),
  ];
}

function absence({ agent, presence, refusal }: RosterEntry, found: Found): readonly ReasonedFinding[] {
  if (presence.state === 'online') return [];
  const who = `agent ${agent.name} of site ${agent.site}`;
  // What was said to it last counts: it was here after all.
  const refused =
    refusal ?? (SHUT_OUT.test(presence.reason) ? { at: presence.since, reason: presence.reason } : undefined);
  if (refused)
    return [
      found('agent-shut-out', { message: `${who} is not let in: ${refused.reason}`, since: refused.at }),
    ];
  const { since } = presence;
  if (presence.state === 'never-seen')
    return [found('agent-never-seen', { message: `${who} is never-seen: ${presence.reason}`, since })];
  return [found('agent-away', { message: `${who} is ${presence.state}: ${presence.reason}`, since })];
}

function certificate({ agent }: RosterEntry, deps: AgentsDeps, found: Found): readonly ReasonedFinding[] {
  const leftMs = agent.certificateExpiresAt - deps.now();
  if (leftMs >= bound(deps.certificateLifetimeMs)) return [];
  // The life that this one was given, which may be another than certificates get now.
  const life = deps.certificateOf(agent.id);
  if (life && leftMs >= bound(life.notAfter - life.notBefore)) return [];
  const ends = leftMs > 0 ? 'ends' : 'ended';
  const at = timeText(agent.certificateExpiresAt);
  return [found('agent-certificate', { message: `the certificate of agent ${agent.name} ${ends} at ${at}` })];
}

function bound(lifeMs: number): number {
  return Math.min(CERTIFICATE_WARN_MS, lifeMs / LIFE_PARTS);
}

function software(
  { agent, presence }: RosterEntry,
  deps: AgentsDeps,
  found: Found,
): readonly ReasonedFinding[] {
  const version = presence.software?.version ?? '';
  const gap = versionGap(version, deps.softwareVersion);
  const message = `agent ${agent.name} of site ${agent.site} has version ${version}, this controller ${deps.softwareVersion}`;
  return gap === 'fine' ? [] : [found('agent-version', { message })];
}

function told({ agent, presence }: RosterEntry, found: Found): readonly ReasonedFinding[] {
  const { clockOffsetMs, health = [] } = presence.told ?? {};
  return [...clock(agent.name, clockOffsetMs, found), ...items(agent.name, health, found)];
}

function clock(name: string, offsetMs: number | undefined, found: Found): readonly ReasonedFinding[] {
  if (offsetMs === undefined || Math.abs(offsetMs) <= CLOCK_WARN_MS) return [];
  const away = `${spanText(Math.abs(offsetMs))} ${offsetMs > 0 ? 'ahead of' : 'behind'} this controller's`;
  const reason = Math.abs(offsetMs) > CLOCK_PROBLEM_MS ? 'agent-clock-wrong' : 'agent-clock-off';
  return [found(reason, { message: `the clock of agent ${name} is ${away}` })];
}

/** Whole minutes, so that the words do not change with every heartbeat. */
function spanText(ms: number): string {
  const minutes = Math.floor(ms / 60_000);
  if (minutes < 1) return 'half a minute';
  if (minutes < 120) return minutes === 1 ? '1 minute' : `${minutes} minutes`;
  return `${Math.floor(minutes / 60)} hours`;
}

/** One finding for each reason: those that this version does not know are told together. */
function items(name: string, health: readonly HealthItem[], found: Found): readonly ReasonedFinding[] {
  const byReason = new Map<HealthReason, HealthItem[]>();
  for (const item of health) {
    const reason = isAgentReason(item.reason) ? item.reason : 'agent-other';
    byReason.set(reason, [...(byReason.get(reason) ?? []), item]);
  }
  return [...byReason].map(([reason, all]) => {
    const hint = all.find((item) => item.hint !== '')?.hint;
    const message = `agent ${name}: ${all.map((item) => item.message).join('; ')}`;
    return found(reason, { message, ...(hint !== undefined && { hint }) });
  });
}

/** Of itself an agent may tell what it alone knows; that it is away or cloned is ours to say. */
const TOLD_REASONS: readonly HealthReason[] = [
  'agent-disk',
  'agent-spool',
  'agent-busy',
  'agent-files',
  'agent-unsigned-writes',
  'agent-no-operator-key',
  'agent-other',
];

function isAgentReason(text: string): text is HealthReason {
  return isHealthReason(text) && TOLD_REASONS.includes(text);
}
