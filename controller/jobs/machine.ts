/** The states of a job and what moves it, as data. An event that a state does not know changes nothing. */
import type { JobState } from '../../shared/model/index.ts';

export type JobEvent =
  /** Sent to an agent. */
  | 'offer'
  /** The agent took it. */
  | 'accept'
  /** The agent would not take it, or does not know it any more. */
  | 'reject'
  /** The attempt is over without a result and another may follow. */
  | 'requeue'
  | 'cancel'
  /** The lease lapsed: it may still be running. */
  | 'lapse'
  /** The agent is back and says that it still runs. */
  | 'resume'
  /** The time to start is over. */
  | 'expire'
  /** Nobody can say how it ended, or will. */
  | 'lose'
  | 'succeed'
  | 'partly'
  | 'fail'
  | 'cancelled';

type Row = Readonly<Partial<Record<JobEvent, JobState>>>;

const ends: Row = { succeed: 'succeeded', partly: 'partly', fail: 'failed', cancelled: 'cancelled' };

export const transitions: Readonly<Record<JobState, Row>> = {
  queued: { offer: 'offered', cancel: 'cancelled', expire: 'expired', lose: 'lost' },
  offered: {
    ...ends,
    accept: 'running',
    reject: 'queued',
    requeue: 'queued',
    cancel: 'cancelling',
    lapse: 'unknown',
    lose: 'lost',
  },
  running: { ...ends, requeue: 'queued', cancel: 'cancelling', lapse: 'unknown', lose: 'lost' },
  // No lapse: that somebody asked for the end is not forgotten while the agent is away.
  cancelling: { ...ends, reject: 'cancelled', lose: 'lost' },
  unknown: {
    ...ends,
    reject: 'queued',
    requeue: 'queued',
    resume: 'running',
    cancel: 'cancelling',
    lose: 'lost',
  },
  succeeded: {},
  partly: {},
  failed: {},
  cancelled: {},
  expired: {},
  lost: {},
};

/** The state after the event, or `undefined` when the event means nothing in that state. */
export function nextState(state: JobState, event: JobEvent): JobState | undefined {
  return transitions[state][event];
}
