/** Reading the trail: pages, the check of the chain, and the lines of an export. None of it writes. */
import { WaysideError } from '../../../shared/errors.ts';
import {
  AUDIT_LOST,
  type AuditEntry,
  CHAIN_START,
  type ChainLink,
  type ChainPoint,
  chainProblem,
  type FilterTerm,
  filterKey,
  formatPageToken,
  type JsonObject,
  mayAt,
  type Principal,
  pageSize,
  parseAuditBody,
  parsePageToken,
  principalName,
  rowFilter,
  rowOrder,
  vouchesFor,
} from '../../../shared/model/index.ts';
import type { OrderedPages } from '../../../shared/runtime/index.ts';
import type { HashedEntry } from '../../../shared/wire/index.ts';
import { type AuditStore, type Store, translated } from '../../store/index.ts';
import { auditFields } from './fields.ts';
import type { AuditTrail } from './trail.ts';

/** Entries looked at for one page; the page is then short and its token goes on. */
const LIST_SCAN_MAX = 20_000;
/** Entries checked in one piece: some tens of milliseconds. */
const VERIFY_PIECE_MAX = 5000;
const EXPORT_PIECE_MAX = 500;
/** Entries read at once when all are looked at. */
const EACH_PIECE = 200;
/** Losses told in one piece. */
const LOSSES_MAX = 100;
const EVERYWHERE = { site: '*' };

export interface AuditQuestion {
  readonly pageSize: number;
  readonly pageToken: string;
  /** Empty texts: no filter. */
  readonly who: string;
  readonly method: string;
  readonly site: string;
  readonly result: string;
  /** Epoch milliseconds. */
  readonly since: number | undefined;
  readonly until: number | undefined;
  /** Terms as `parseFilter` has them. */
  readonly where?: readonly FilterTerm[];
}

export interface AuditPage {
  readonly entries: readonly HashedEntry[];
  readonly nextPageToken: string;
}

export interface VerifiedPiece {
  readonly checked: number;
  /** The last entry that is good. */
  readonly good: ChainPoint;
  readonly bad: { readonly seq: number; readonly problem: string } | undefined;
  readonly losses: readonly HashedEntry[];
  readonly nextPageToken: string;
}

export interface AuditReaderDeps {
  readonly store: Store;
  readonly entries: AuditStore;
  readonly trail: AuditTrail;
  /** Of the controller, for the last line of an export. */
  readonly origin: () => string;
}

export class AuditReader {
  private readonly deps: AuditReaderDeps;

  constructor(deps: AuditReaderDeps) {
    this.deps = deps;
  }

  /** Newest first. Who is admin of some sites only sees what touches these alone. */
  list(question: AuditQuestion, principal: Principal): AuditPage {
    const { pageToken } = question;
    const size = pageSize(question.pageSize);
    const about = { audit: 'list', ...auditKey(question, principal) };
    const isWanted = seenBy(question, principal);
    const before = startOf(pageToken, about);
    const from = Math.max(1, Math.min(before, this.deps.trail.tail.seq + 1) - LIST_SCAN_MAX);
    const { since = Number.MIN_SAFE_INTEGER, until = Number.MAX_SAFE_INTEGER } = question;
    const links = translated(() => this.deps.entries.newest({ before, from, since, until }));
    const entries: HashedEntry[] = [];
    for (const { seq, body, hash } of links) {
      const entry = parseAuditBody(body);
      if (!entry || !isWanted({ entry, hash })) continue;
      entries.push({ entry, hash });
      if (entries.length === size && seq > 1)
        return { entries, nextPageToken: formatPageToken(about, [seq]) };
    }
    const first = translated(() => this.deps.entries.first()) ?? 1;
    return { entries, nextPageToken: from > first ? formatPageToken(about, [from]) : '' };
  }

  /** As `list`, in the order that is asked for. Errors: INVALID_INPUT, INVALID_TOKEN_FORMAT. */
  async listInOrder(
    pages: OrderedPages,
    question: AuditQuestion & { readonly orderBy: string; readonly signal: AbortSignal },
    principal: Principal,
  ): Promise<AuditPage> {
    const { pageToken, orderBy, signal } = question;
    const { entries } = this.deps;
    const size = pageSize(question.pageSize);
    const order = rowOrder(orderBy, auditFields);
    if (!order) throw new RangeError('an audit list without order is not ordered');
    const isWanted = seenBy(question, principal);
    const about = { audit: 'ordered', orderBy, ...auditKey(question, principal) };
    const after = pageToken === '' ? undefined : String(parsePageToken(pageToken, about)[0]);
    const page = await pages.page<HashedEntry>(
      { asked: about, size, after, signal },
      {
        order,
        rows: () => this.each(question, isWanted),
        id: ({ entry }) => String(entry.seq),
        read: (seq) => hashed(entries.get(Number(seq))),
      },
    );
    const nextPageToken = page.after === undefined ? '' : formatPageToken(about, [page.after]);
    return { entries: page.rows, nextPageToken };
  }

  private *each(
    { since = Number.MIN_SAFE_INTEGER, until = Number.MAX_SAFE_INTEGER }: AuditQuestion,
    isWanted: (row: HashedEntry) => boolean,
  ): Generator<HashedEntry | undefined> {
    const { entries, trail } = this.deps;
    const first = translated(() => entries.first()) ?? 1;
    for (let before = trail.tail.seq + 1; before > first; before -= EACH_PIECE) {
      const from = Math.max(first, before - EACH_PIECE);
      const links = translated(() => entries.newest({ before, from, since, until }));
      for (const link of links) {
        const row = hashed(link);
        yield row && isWanted(row) ? row : undefined;
      }
      if (links.length === 0) yield undefined;
    }
  }

  /** Checks the next piece of the chain, from its beginning for an empty token; the last piece checks the end too. */
  verify(pageToken: string, principal: Principal): VerifiedPiece {
    requireAll(principal);
    return this.deps.store.read(() => this.verifyPiece(pageToken));
  }

  /** The chain from its anchor to where it ends now, as lines of JSON, in pieces. Error: RESYNC when its beginning is cut off meanwhile. */
  *export(principal: Principal): Generator<readonly string[]> {
    requireAll(principal);
    const { entries, trail, origin } = this.deps;
    const { tail } = trail;
    const anchor: ChainPoint = translated(() => entries.anchor()) ?? CHAIN_START;
    yield [JSON.stringify({ anchor: { seq: anchor.seq, hash: anchor.hash } })];
    let after = anchor.seq;
    while (after < tail.seq) {
      const links = translated(() => entries.range(after, tail.seq, EXPORT_PIECE_MAX));
      const last = links.at(-1);
      if (!last || links[0]?.seq !== after + 1) {
        throw new WaysideError('RESYNC', `audit entry ${after + 1} is missing: cut off meanwhile, or lost`, {
          hint: 'Export again; if it fails at the same entry, see: wayside audit verify',
        });
      }
      yield links.map(({ body, hash }) => `{"entry":${body},"hash":"${hash}"}`);
      after = last.seq;
    }
    yield [JSON.stringify({ head: { seq: tail.seq, hash: tail.hash }, origin: origin() })];
  }

  private verifyPiece(pageToken: string): VerifiedPiece {
    const { entries } = this.deps;
    const start = this.startOfPiece(pageToken);
    if ('problem' in start) return { ...NOTHING, bad: start, good: CHAIN_START };
    const links = entries.range(start.seq, Number.MAX_SAFE_INTEGER, VERIFY_PIECE_MAX);
    const losses: HashedEntry[] = [];
    let good: ChainPoint = start;
    for (const link of links) {
      const problem = chainProblem(good, link);
      const checked = good.seq - start.seq;
      if (problem) return { ...NOTHING, checked, good, losses, bad: { seq: good.seq + 1, problem } };
      good = { seq: link.seq, hash: link.hash };
      const entry = parseAuditBody(link.body);
      if (entry?.method === AUDIT_LOST && losses.length < LOSSES_MAX) losses.push({ entry, hash: link.hash });
    }
    const piece = { checked: links.length, good, losses };
    if (links.length === VERIFY_PIECE_MAX)
      return { ...piece, bad: undefined, nextPageToken: formatPageToken(VERIFY, [good.seq, good.hash]) };
    return { ...piece, bad: this.endProblem(good), nextPageToken: '' };
  }

  /** What a token says, unless the chain was cut off beyond it meanwhile. */
  private startOfPiece(pageToken: string): ReturnType<AuditReader['beginning']> {
    const begin = this.beginning();
    if (pageToken === '' || 'problem' in begin) return begin;
    const point = pointOf(pageToken);
    return point.seq < begin.seq ? begin : point;
  }

  /** Where the chain begins; a beginning that was cut off must be vouched for by a later entry. */
  private beginning(): ChainPoint | { readonly seq: number; readonly problem: string } {
    const { entries } = this.deps;
    const anchor = entries.anchor();
    if (!anchor) return CHAIN_START;
    const told = entryOf(entries.get(anchor.toldBy));
    if (told && vouchesFor(told, anchor)) return anchor;
    const problem = `the chain begins after entry ${anchor.seq}, but no entry tells that the ones before were cut off`;
    return { seq: anchor.seq + 1, problem };
  }

  /** The end against what is kept outside of the store, and against what this process wrote. */
  private endProblem(good: ChainPoint): { readonly seq: number; readonly problem: string } | undefined {
    const { trail, entries } = this.deps;
    const { marked } = trail;
    for (const known of [trail.tail, marked]) {
      if (known === undefined || known === 'unreadable') continue;
      if (known.seq > good.seq) {
        const problem = `the end is missing: entries ${good.seq + 1} to ${known.seq} were written`;
        return { seq: good.seq + 1, problem };
      }
      const hash = known.seq === good.seq ? good.hash : entries.get(known.seq)?.hash;
      if (hash !== undefined && hash !== known.hash)
        return { seq: known.seq, problem: `entry ${known.seq} is not the one that was written` };
    }
    if (marked === 'unreadable')
      return { seq: good.seq, problem: 'the mark of the last entry cannot be read' };
    return undefined;
  }
}

const VERIFY = { audit: 'verify' };
const NOTHING = { checked: 0, losses: [], nextPageToken: '', bad: undefined } as const;

/** Number before which the page begins. */
function startOf(pageToken: string, about: Parameters<typeof formatPageToken>[0]): number {
  if (pageToken === '') return Number.MAX_SAFE_INTEGER;
  const [seq] = parsePageToken(pageToken, about);
  if (typeof seq === 'number') return seq;
  throw badToken();
}

function pointOf(pageToken: string): ChainPoint {
  const [seq, hash] = parsePageToken(pageToken, VERIFY);
  if (typeof seq === 'number' && typeof hash === 'string') return { seq, hash };
  throw badToken();
}

function badToken(): WaysideError {
  return new WaysideError('INVALID_TOKEN_FORMAT', 'page_token is not a token that this controller gave out');
}

function entryOf(link: ChainLink | undefined): AuditEntry | undefined {
  return link && parseAuditBody(link.body);
}

function hashed(link: ChainLink | undefined): HashedEntry | undefined {
  const entry = entryOf(link);
  return link && entry ? { entry, hash: link.hash } : undefined;
}

/** All that a list depends on besides its order. */
function auditKey(
  { who, method, site, result, since, until, where }: AuditQuestion,
  principal: Principal,
): JsonObject {
  const times = { since: since ?? null, until: until ?? null };
  return { by: principalName(principal), who, method, site, result, ...times, where: filterKey(where ?? []) };
}

function seenBy(question: AuditQuestion, principal: Principal): (row: HashedEntry) => boolean {
  const holds = rowFilter(question.where ?? [], auditFields);
  return (row) => matches(row.entry, question) && maySee(row.entry, principal) && holds(row);
}

function matches(entry: AuditEntry, { who, method, site, result }: AuditQuestion): boolean {
  if (who !== '' && entry.who !== who && entry.who !== `user:${who}`) return false;
  if (method !== '' && entry.method !== method && !entry.method.startsWith(`${method}.`)) return false;
  if (site !== '' && !entry.sites.includes(site)) return false;
  if (result === '') return true;
  return result === 'failed' ? entry.result !== 'OK' : entry.result === result;
}

function maySee(entry: AuditEntry, principal: Principal): boolean {
  if (mayAt(principal, 'admin', EVERYWHERE)) return true;
  return entry.sites.length > 0 && entry.sites.every((site) => mayAt(principal, 'admin', { site }));
}

function requireAll(principal: Principal): void {
  if (mayAt(principal, 'admin', EVERYWHERE)) return;
  throw new WaysideError('FORBIDDEN', 'the whole audit trail is for admins of all sites', {
    hint: 'Use wayside audit ls: it shows what touches your sites.',
  });
}
