/** What a start does after a restore: it is told in the audit trail, and bans that went back with the store are put into it again. */
import type { Clock, Log } from '../../shared/runtime/index.ts';
import type { Audit } from '../access/index.ts';
import { type BanFile, type EnrolmentStore, forgetRestoreNote, readRestoreNote } from '../store/index.ts';

export interface AfterRestoreDeps {
  readonly dataDir: string;
  readonly log: Log;
  readonly clock: Clock;
  readonly audit: Audit;
  readonly bans: BanFile;
  readonly enrolments: EnrolmentStore;
}

/** Does nothing when the store is the one that it was. */
export function tellRestore({ dataDir, log, clock, audit, bans, enrolments }: AfterRestoreDeps): void {
  const note = readRestoreNote(dataDir);
  if (note) {
    const { madeAt, restoredAt, proved, cameBack } = note;
    const detail = {
      ...{ madeAt: isoOf(madeAt), restoredAt: isoOf(restoredAt), proved: String(proved) },
      cameBack: cameBack === undefined ? 'not known' : cameBack.join('; '),
    };
    log.warn('store.restored', detail);
    audit.trail.event({ method: 'store.restored', why: 'a backup was put in place of the store', detail });
    forgetRestoreNote(dataDir);
  }
  for (const { id, name, site, bannedBy, banReason } of bans.settle(enrolments, clock.now())) {
    const detail = { by: bannedBy ?? '', ban: banReason ?? '' };
    log.warn('agent.ban-kept', { agent: id, name, site, ...detail });
    const why = 'the store did not know of the ban any more: it went back';
    audit.trail.event({ method: 'agent.ban-kept', sites: [site], targets: [`agent:${id}`], why, detail });
  }
}

function isoOf(at: number): string {
  return at === 0 ? 'not known' : new Date(at).toISOString();
}
