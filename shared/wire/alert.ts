/** Alerts and silences as operators see them. */
import type { Alert__Output } from '../../proto/gen/wayside/v1/Alert.ts';
import type { Silence__Output } from '../../proto/gen/wayside/v1/Silence.ts';
import { type AlertView, healthReasons, isHealthReason, type SilenceView } from '../model/index.ts';
import { alertLevel, alertState } from './enums.ts';
import { recordRefFromWire, recordRefToWire } from './record.ts';
import { timeFromWire, timestampFromWire, timestampToWire } from './scalar.ts';

export function alertToWire(alert: AlertView): Alert__Output {
  return {
    id: alert.id,
    reason: alert.reason,
    title: healthReasons[alert.reason].title,
    level: alertLevel.toWire(alert.level),
    state: alertState.toWire(alert.state),
    site: alert.site,
    subject: alert.subject ? recordRefToWire(alert.subject) : null,
    subjectName: alert.subjectName,
    message: alert.message,
    hint: alert.hint,
    sinceTime: timestampToWire(alert.since),
    raiseTime: timestampToWire(alert.raisedAt),
    endTime: timestampToWire(alert.endedAt),
    count: alert.count,
    acknowledgedBy: alert.acknowledged?.by ?? '',
    acknowledgeTime: timestampToWire(alert.acknowledged?.at),
    note: alert.acknowledged?.note ?? '',
    silence: alert.silenced ? silenceToWire(alert.silenced) : null,
  };
}

/** What this version does not know reads as what makes people look: an open problem, told by an agent. */
export function alertFromWire(alert: Alert__Output): AlertView {
  const { id, reason, site, subjectName, message, hint, count } = alert;
  const by = alert.acknowledgedBy;
  return {
    ...{ id, site, subjectName, message, hint, count },
    reason: isHealthReason(reason) ? reason : 'agent-other',
    level: alertLevel.fromWire(alert.level) ?? 'problem',
    state: alertState.fromWire(alert.state) ?? 'open',
    subject: alert.subject ? recordRefFromWire(alert.subject, 'subject') : undefined,
    since: timeFromWire(alert.sinceTime),
    raisedAt: timeFromWire(alert.raiseTime),
    endedAt: timestampFromWire(alert.endTime),
    acknowledged: by === '' ? undefined : { by, at: timeFromWire(alert.acknowledgeTime), note: alert.note },
    silenced: alert.silence ? silenceFromWire(alert.silence) : undefined,
  };
}

export function silenceToWire(silence: SilenceView): Silence__Output {
  return {
    id: silence.id,
    alert: silence.alert,
    reason: silence.reason,
    site: silence.site,
    endTime: timestampToWire(silence.until),
    createdBy: silence.by,
    why: silence.why,
  };
}

export function silenceFromWire(silence: Silence__Output): SilenceView {
  const { id, alert, reason, site, createdBy: by, why } = silence;
  const until = timeFromWire(silence.endTime);
  return { id, alert, reason: isHealthReason(reason) ? reason : 'agent-other', site, until, by, why };
}
