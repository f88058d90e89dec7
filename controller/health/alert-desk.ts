/**
 * Alerts as people see them and deal with them, each by what they may see. What is out of view is refused in the words
 * of what is not there; acknowledging and silencing are for operators of the place.
 */
import { type FieldViolation, WaysideError } from '../../shared/errors.ts';
import {
  ALERT_TEXT_CHARS_MAX,
  type AlertView,
  type HealthReason,
  healthReasons,
  isHealthReason,
  isSiteId,
  mayAt,
  type Principal,
  principalName,
  SILENCE_MAX_MS,
  type SilenceView,
} from '../../shared/model/index.ts';
import { type Clock, newId, type Random } from '../../shared/runtime/index.ts';
import type { Sight } from '../inventory/index.ts';
import type { AlertRow, SilenceRow } from '../store/index.ts';
import type { AlertBook } from './alert-book.ts';
import { alertView, silenceView } from './alert-view.ts';
import { seesFinding } from './doctor.ts';

/** Silences that hold at once. */
export const SILENCES_MAX = 1000;
/** Of an id that is given by its beginning. */
const ID_BEGIN_CHARS_MIN = 4;
const SECOND_MS = 1000;

export interface DeskDeps {
  readonly book: AlertBook;
  readonly clock: Clock;
  readonly random: Random;
  readonly hasSite: (site: string) => boolean;
}

export interface AlertsQuestion {
  /** Empty: all. */
  readonly site: string;
  readonly reason: string;
  /** Those that are silenced or have ended, too. */
  readonly showAll: boolean;
}

/** What a silence or its end is about: one alert, or all of a reason at a site. */
export interface SilenceTarget {
  readonly id: string;
  readonly reason: string;
  readonly site: string;
}

export class AlertDesk {
  private readonly deps: DeskDeps;

  constructor(deps: DeskDeps) {
    this.deps = deps;
  }

  /** In no order. Error: INVALID_INPUT for a reason that there is not, at the first row. */
  *list(question: AlertsQuestion, sight: Sight): Generator<AlertView> {
    const { site, reason } = question;
    if (reason !== '') requireReason(reason);
    if (site !== '' && !isSiteId(site)) throw invalid('site', 'is no short name of a site');
    for (const row of this.rows(question, sight)) yield this.viewOf(row, sight);
  }

  /** As it is now; `undefined`: gone, or out of view. */
  get(id: string, sight: Sight): AlertView | undefined {
    const row = this.deps.book.alert(id);
    return row && row.state !== 'pending' && seesFinding(sight, row.site)
      ? this.viewOf(row, sight)
      : undefined;
  }

  /** How many are open and not silenced, and the worst, the newest of equals. */
  summary(sight: Sight): { readonly open: number; readonly worst: AlertView | undefined } {
    let open = 0;
    let worst: AlertRow | undefined;
    for (const row of this.rows(OPEN, sight)) {
      open += 1;
      if (!worst || isWorse(row, worst)) worst = row;
    }
    return { open, worst: worst && this.viewOf(worst, sight) };
  }

  /** Errors: NOT_FOUND, AMBIGUOUS_NAME, FORBIDDEN, INVALID_INPUT. */
  acknowledge(id: string, note: string, sight: Sight, validateOnly = false): readonly AlertView[] {
    const ackNote = checkedText('note', note);
    const [ackBy, ackAt] = [principalName(sight.principal), this.deps.clock.now()];
    const rows = this.theirs(id, sight).map((row) => ({ ...row, ackBy, ackAt, ackNote }));
    if (!validateOnly) this.deps.book.change(rows);
    return rows.map((row) => this.viewOf(row, sight));
  }

  unacknowledge(id: string, sight: Sight, validateOnly = false): readonly AlertView[] {
    const gone = { ackBy: null, ackAt: null, ackNote: null };
    const rows = this.theirs(id, sight).map((row) => ({ ...row, ...gone }));
    if (!validateOnly) this.deps.book.change(rows);
    return rows.map((row) => this.viewOf(row, sight));
  }

  /** Errors: as of `acknowledge`, QUEUE_FULL. */
  silence(
    target: SilenceTarget,
    wish: { readonly seconds: number; readonly why: string; readonly validateOnly?: boolean },
    sight: Sight,
  ): readonly SilenceView[] {
    const { book, clock, random } = this.deps;
    const { seconds, why, validateOnly } = wish;
    const text = checkedText('why', why);
    if (text === '') throw invalid('why', 'must be given: whoever misses the alert reads it');
    if (!(Number.isInteger(seconds) && seconds >= 1 && seconds * SECOND_MS <= SILENCE_MAX_MS))
      throw invalid('seconds', `must be from 1 to ${SILENCE_MAX_MS / SECOND_MS} (30 days)`);
    const made = this.scopesOf(target, sight).map((scope): SilenceRow => {
      const until = clock.now() + seconds * SECOND_MS;
      return {
        ...scope,
        id: newId(clock, random),
        until,
        createdBy: principalName(sight.principal),
        why: text,
      };
    });
    // One takes the place of an older one of the same scope.
    const older = this.silencesOf(made);
    if ([...book.silences()].length - older.length + made.length > SILENCES_MAX) {
      throw new WaysideError('QUEUE_FULL', `there are ${SILENCES_MAX} silences already`, {
        hint: 'End some: wayside alert ls --silences, wayside alert unsilence ID',
      });
    }
    if (!validateOnly) book.exchangeSilences(older, made);
    return made.map(silenceView);
  }

  /** Errors: NOT_FOUND when nothing was silenced, AMBIGUOUS_NAME, FORBIDDEN. */
  unsilence(target: SilenceTarget, sight: Sight, validateOnly = false): readonly SilenceView[] {
    const { book, clock } = this.deps;
    const byId = [...book.silences()].filter(({ id, site }) => id === target.id && seesFinding(sight, site));
    for (const { site } of byId) requireOperator(sight, site);
    const ended = byId.length > 0 ? byId : this.silencesOf(this.scopesOf(target, sight));
    const held = ended.filter(({ until }) => until > clock.now());
    if (held.length === 0)
      throw new WaysideError('NOT_FOUND', 'that is not silenced', { hint: LIST_SILENCES });
    if (!validateOnly) book.exchangeSilences(held, []);
    return held.map(silenceView);
  }

  /** Those that hold, in view. */
  silences(sight: Sight): readonly SilenceView[] {
    const now = this.deps.clock.now();
    return [...this.deps.book.silences()]
      .filter(({ site, until }) => until > now && seesFinding(sight, site))
      .map(silenceView);
  }

  private *rows({ site, reason, showAll }: AlertsQuestion, sight: Sight): Generator<AlertRow> {
    const { book, clock } = this.deps;
    const now = clock.now();
    for (const row of book.alerts()) {
      const isAsked = (site === '' || row.site === site) && (reason === '' || row.reason === reason);
      if (!isAsked || !seesFinding(sight, row.site)) continue;
      if (showAll || (row.state === 'open' && !book.silenceOf(row, now))) yield row;
    }
  }

  /** Open alerts that are meant, all of one subject when its name is given; they are the principal's to deal with. */
  private theirs(id: string, sight: Sight): readonly AlertRow[] {
    const open = this.meant(id, sight).filter(({ state }) => state === 'open');
    if (open.length === 0) throw unknown(id);
    for (const { site } of open) requireOperator(sight, site);
    return open;
  }

  private meant(id: string, sight: Sight): readonly AlertRow[] {
    const seen = [...this.deps.book.alerts()].filter(({ site }) => seesFinding(sight, site));
    const exact = seen.filter((row) => row.id === id);
    if (exact.length > 0) return exact;
    const named =
      id === '' ? [] : seen.filter(({ subjectName, state }) => subjectName === id && state === 'open');
    const subjects = new Set(named.map(({ subject }) => subject));
    if (subjects.size > 1)
      throw new WaysideError(
        'AMBIGUOUS_NAME',
        `${subjects.size} things are called "${id}"; use the id of the alert`,
      );
    if (named.length > 0) return named;
    const alike = id.length < ID_BEGIN_CHARS_MIN ? [] : seen.filter((row) => row.id.startsWith(id));
    if (alike.length > 1)
      throw new WaysideError('AMBIGUOUS_NAME', `${alike.length} alerts have an id that begins with "${id}"`);
    return alike;
  }

  private scopesOf(
    target: SilenceTarget,
    sight: Sight,
  ): readonly Pick<SilenceRow, 'alert' | 'reason' | 'site'>[] {
    const { id, reason, site } = target;
    if (id !== '') {
      if (reason !== '') throw invalid('reason', 'give either an id, or a reason and site');
      return this.theirs(id, sight).map((row) => ({ alert: row.id, reason: row.reason, site: row.site }));
    }
    requireReason(reason);
    const isPlace = site === '' || site === '*' || (isSiteId(site) && this.deps.hasSite(site));
    // Out of view is as if it were not there.
    if (!isPlace || (site !== '' && site !== '*' && !seesFinding(sight, site)))
      throw new WaysideError('NOT_FOUND', `there is no site "${site.slice(0, 63)}"`);
    requireOperator(sight, site);
    return [{ alert: '', reason, site }];
  }

  private silencesOf(
    scopes: readonly Pick<SilenceRow, 'alert' | 'reason' | 'site'>[],
  ): readonly SilenceRow[] {
    return [...this.deps.book.silences()].filter((row) =>
      scopes.some(
        ({ alert, reason, site }) => row.alert === alert && row.reason === reason && row.site === site,
      ),
    );
  }

  private viewOf(row: AlertRow, sight: Sight): AlertView {
    return alertView(row, this.deps.book.silenceOf(row, this.deps.clock.now()), sight);
  }
}

const OPEN: AlertsQuestion = { site: '', reason: '', showAll: false };
const LIST_SILENCES = 'wayside alert ls --silences shows what is';

function isWorse(a: AlertRow, b: AlertRow): boolean {
  const [levelA, levelB] = [a, b].map(({ reason }) => healthReasons[reason as HealthReason].level);
  if (levelA !== levelB) return levelA === 'problem';
  return (a.raisedAt ?? 0) > (b.raisedAt ?? 0);
}

/** Of the site, or of the whole controller. Error: FORBIDDEN. */
function requireOperator(sight: Sight, site: string): void {
  const { principal } = sight;
  const may = site === '' || site === '*' ? isAdminEverywhere(principal) : sight.mayWorkAt({ site });
  if (may) return;
  const needed = site === '' || site === '*' ? 'an admin of every site' : `an operator of site ${site}`;
  throw new WaysideError('FORBIDDEN', `that is for ${needed}`);
}

function isAdminEverywhere(principal: Principal): boolean {
  return mayAt(principal, 'admin', { site: '*' });
}

function requireReason(text: string): asserts text is HealthReason {
  if (isHealthReason(text)) return;
  const all = Object.keys(healthReasons).join(', ');
  throw invalid('reason', `"${text.slice(0, 40)}" is not one of: ${all}`);
}

function checkedText(field: string, text: string): string {
  const line = text.trim();
  // biome-ignore lint/suspicious/noControlCharactersInRegex: it goes into logs and lists, where a line is one thing.
  if (line.length <= ALERT_TEXT_CHARS_MAX && !/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/.test(line))
    return line;
  throw invalid(field, `must be one line of at most ${ALERT_TEXT_CHARS_MAX} characters`);
}

function invalid(field: string, message: string): WaysideError {
  const violations: readonly FieldViolation[] = [{ field, message }];
  return new WaysideError('INVALID_INPUT', `${field} ${message}`, { violations });
}

function unknown(id: string): WaysideError {
  return new WaysideError('NOT_FOUND', `there is no open alert "${id.slice(0, 60)}"`, {
    hint: 'wayside alert ls lists them',
  });
}
