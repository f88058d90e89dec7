/** What a banned agent is told, wherever it knocks. */
import { WaysideError } from '../../shared/errors.ts';
import { timeText } from '../../shared/model/index.ts';
import type { EnrolledAgent } from '../store/index.ts';

export function bannedError(agent: Pick<EnrolledAgent, 'bannedAt' | 'bannedBy' | 'banReason'>): WaysideError {
  return new WaysideError('AGENT_BANNED', banWords(agent), {
    hint: 'It keeps what it has read, and may come back after `wayside agent unban`.',
  });
}

/** `banned by user:ann at 2026-…: the site was sold` */
export function banWords(ban: Pick<EnrolledAgent, 'bannedAt' | 'bannedBy' | 'banReason'>): string {
  const at = timeText(ban.bannedAt ?? 0);
  return `banned by ${ban.bannedBy} at ${at}${ban.banReason ? `: ${ban.banReason}` : ''}`;
}
