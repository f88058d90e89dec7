/** The audit trail: checked piece by piece, over and over, so that no tick pays for the whole. */
import { foundBy, type Principal, type ReasonedFinding } from '../../../shared/model/index.ts';
import type { AuditReader } from '../../access/index.ts';
import type { Check } from '../check.ts';

/** One piece of some thousand entries each time. */
const PIECE_EVERY_MS = 300_000;
/** A loss that was told longer ago is history. */
const LOSS_SHOWN_MS = 7 * 86_400_000;
const SELF: Principal = { type: 'system', name: 'health' };

export interface AuditDeps {
  readonly now: () => number;
  readonly reader: Pick<AuditReader, 'verify'>;
}

export function auditCheck({ now, reader }: AuditDeps): Check {
  let pageToken = '';
  let checked = 0;
  let lastRound = 0;
  let bad: string | undefined;
  /** When each loss was told, by its place in the chain. */
  const losses = new Map<number, { readonly at: number; readonly why: string }>();
  const piece = (): void => {
    const { bad: broken, losses: lost, ...rest } = reader.verify(pageToken, SELF);
    checked += rest.checked;
    for (const { entry } of lost) losses.set(entry.seq, { at: entry.at, why: entry.why });
    pageToken = rest.nextPageToken;
    if (broken) bad = `entry ${broken.seq}: ${broken.problem}`;
    if (pageToken !== '') return;
    if (!broken) bad = undefined;
    [lastRound, checked] = [checked, 0];
  };
  return {
    name: 'audit',
    reasons: ['audit-broken', 'audit-lost'],
    of: 'controller',
    everyMs: PIECE_EVERY_MS,
    run: () => {
      piece();
      for (const [seq, { at }] of losses) if (now() - at > LOSS_SHOWN_MS) losses.delete(seq);
      return [...broken(bad), ...lost([...losses.values()])];
    },
    well: () => (lastRound > 0 ? `the chain of ${lastRound} entries is whole` : 'the chain is whole so far'),
  };
}

function broken(bad: string | undefined): readonly ReasonedFinding[] {
  return bad === undefined
    ? []
    : [foundBy('audit', 'audit-broken', { message: `the chain is broken: ${bad}` })];
}

function lost(losses: readonly { readonly at: number; readonly why: string }[]): readonly ReasonedFinding[] {
  const [first] = losses;
  if (!first) return [];
  const more = losses.length > 1 ? `, and ${losses.length - 1} more times` : '';
  return [
    foundBy('audit', 'audit-lost', { message: `entries are missing: ${first.why}${more}`, since: first.at }),
  ];
}
