/** Rows as somebody may see them. */
import {
  type AlertView,
  type HealthReason,
  healthReasons,
  parseRef,
  type SilenceView,
} from '../../shared/model/index.ts';
import type { Sight } from '../inventory/index.ts';
import type { AlertRow, SilenceRow } from '../store/index.ts';
import { seesFinding, wordsFor } from './doctor.ts';

/** Of an alert that was raised and is in view, with the silence that hides it now. */
export function alertView(row: AlertRow, silence: SilenceRow | undefined, sight: Sight): AlertView {
  const { id, site, subjectName, hint, since, count } = row;
  const reason = row.reason as HealthReason;
  return {
    ...{ id, reason, site, subjectName, hint, since, count },
    level: healthReasons[reason].level,
    state: row.state === 'ended' ? 'ended' : 'open',
    subject: row.subject === '' ? undefined : parseRef(row.subject),
    message: wordsFor(sight, row),
    raisedAt: row.raisedAt ?? since,
    endedAt: row.endedAt ?? undefined,
    acknowledged:
      row.ackBy === null ? undefined : { by: row.ackBy, at: row.ackAt ?? 0, note: row.ackNote ?? '' },
    silenced: silence && shownSilence(silence, sight),
  };
}

export function silenceView({ id, alert, reason, site, until, createdBy, why }: SilenceRow): SilenceView {
  return { id, alert, reason: reason as HealthReason, site, until, by: createdBy, why };
}

/** Who silenced it and why is told to who sees all that is silenced by it. */
function shownSilence(row: SilenceRow, sight: Sight): SilenceView {
  const view = silenceView(row);
  return seesFinding(sight, row.site) ? view : { ...view, by: '', why: '' };
}
