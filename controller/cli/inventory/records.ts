/** Records as the inventory commands want them: all pages, and by the names that people type. */
import { WaysideError } from '../../../shared/errors.ts';
import {
  isSiteId,
  type Kind,
  PAGE_SIZE_MAX,
  parseRef,
  type RecordRef,
  type RecordView,
} from '../../../shared/model/index.ts';
import { type ApiMethods, recordFromWire, timestampToWire } from '../../../shared/wire/index.ts';
import type { Shell } from '../shell.ts';

export type RecordMessage = ApiMethods['InventoryService.ListRecords']['response']['records'][number];

/** A record with the message that it came in. */
export interface Held {
  readonly view: RecordView;
  readonly message: RecordMessage;
}

export interface ListWish {
  readonly kind: Kind;
  readonly site?: string | undefined;
  /** Field -> value. */
  readonly match?: Readonly<Record<string, string>>;
  readonly filter?: string;
  readonly orderBy?: string;
  readonly showDeleted?: boolean;
  /** As it was then, epoch milliseconds. */
  readonly atMs?: number | undefined;
  /** Absent: all. */
  readonly limit?: number | undefined;
}

export interface ListAnswer {
  readonly records: readonly Held[];
  /** The limit cut the list off. */
  readonly more: boolean;
}

export async function listRecords(shell: Shell, wish: ListWish): Promise<ListAnswer> {
  const records: Held[] = [];
  const limit = wish.limit ?? Number.POSITIVE_INFINITY;
  let pageToken = '';
  do {
    const page = await shell.call('InventoryService.ListRecords', {
      kind: wish.kind,
      site: wish.site ?? '',
      match: { ...wish.match },
      filter: wish.filter ?? '',
      orderBy: wish.orderBy ?? '',
      showDeleted: wish.showDeleted ?? false,
      pageSize: Math.min(PAGE_SIZE_MAX, limit - records.length),
      pageToken,
      atTime: timestampToWire(wish.atMs),
    });
    for (const message of page.records) records.push(held(message));
    pageToken = page.nextPageToken;
  } while (pageToken !== '' && records.length < limit);
  return { records, more: pageToken !== '' };
}

export function held(message: RecordMessage): Held {
  return { view: recordFromWire(message), message };
}

/** What people type for one record: NAME, SITE/NAME or SITE/KIND/ID; for a site its short name. */
export interface Wanted {
  readonly kind: Kind;
  readonly name: string;
  /** From `--site`. */
  readonly site?: string | undefined;
  /** As it was then, by the name that it had then; epoch milliseconds. */
  readonly atMs?: number | undefined;
}

/** Errors: NOT_FOUND, AMBIGUOUS_NAME, INVALID_INPUT when the name is none. */
export async function findRecord(shell: Shell, wanted: Wanted): Promise<Held> {
  try {
    const atTime = timestampToWire(wanted.atMs);
    const { record } = await shell.call('InventoryService.GetRecord', { ...questionFor(wanted), atTime });
    if (record) return held(record);
  } catch (error) {
    const { code, hint } = WaysideError.from(error);
    // Of the past the controller says more than we could.
    if (code !== 'NOT_FOUND' || hint !== undefined || wanted.atMs !== undefined) throw error;
  }
  const { kind, name, site } = wanted;
  throw new WaysideError('NOT_FOUND', `there is no ${kind} "${name}"${site ? ` at ${site}` : ''}`, {
    hint: isListed(kind)
      ? `wayside ${kind} ls shows those that there are`
      : `Give its reference, SITE/${kind}/ID: InventoryService.ListRecords of the API has it`,
  });
}

/** The record of that name, else the one that was deleted last: who removed it stands in its history. */
export async function findEver(shell: Shell, wanted: Wanted): Promise<RecordRef> {
  const { ref, name } = questionFor(wanted);
  if (ref.id !== '') return ref;
  try {
    return (await findRecord(shell, wanted)).view.ref;
  } catch (error) {
    if (WaysideError.from(error).code !== 'NOT_FOUND') throw error;
    const wish = { kind: wanted.kind, site: ref.site, match: { name: name ?? '' }, showDeleted: true };
    const { records } = await listRecords(shell, wish);
    const [last] = records.map(({ view }) => view).sort((a, b) => b.updatedAt - a.updatedAt);
    if (!last) throw error;
    return last.ref;
  }
}

function isListed(kind: Kind): boolean {
  return ['site', 'floor', 'switch', 'source', 'agent'].includes(kind);
}

/** By reference, or by name, at one site or any. */
interface RecordQuestion {
  readonly ref: RecordRef;
  readonly name?: string;
}

function questionFor({ kind, name, site }: Wanted): RecordQuestion {
  const parts = name.split('/');
  if (parts.length === 3) {
    const ref = parseRef(name);
    if (ref.kind !== kind) throw new WaysideError('INVALID_INPUT', `${name} is a ${ref.kind}, not a ${kind}`);
    return { ref };
  }
  if (kind === 'site') return { ref: { site: checkedSite(name), kind, id: name } };
  const [first = '', second] = parts;
  if (second === undefined) return { ref: { site: site ?? '', kind, id: '' }, name };
  if (site !== undefined && site !== first) {
    throw new WaysideError('INVALID_INPUT', `${name} is not of the site that --site names, ${site}`);
  }
  return { ref: { site: checkedSite(first), kind, id: '' }, name: second };
}

/** Errors: INVALID_INPUT when it cannot be the short name of a site. */
export function checkedSite(text: string): string {
  if (isSiteId(text)) return text;
  throw new WaysideError('INVALID_INPUT', `"${text}" is not the short name of a site`, {
    hint: 'Short names are lower-case letters, digits and dashes, such as ams1; wayside site ls shows them',
  });
}

/**
 * For lists that came out empty: a site that is not there is no empty one. One out of view looks as if it were not
 * there. Errors: NOT_FOUND, INVALID_INPUT.
 */
export async function requireSite(shell: Shell, site: string | undefined, atMs?: number): Promise<void> {
  if (site === undefined || site === '') return;
  const { view } = await findRecord(shell, { kind: 'site', name: checkedSite(site), atMs });
  if (!view.deleted) return;
  throw new WaysideError('NOT_FOUND', `there is no site "${site}"`, { hint: 'wayside site ls lists them' });
}

/** A field as text; empty when it is absent. */
export function textField(view: RecordView | undefined, field: string): string {
  const value = view?.fields[field];
  if (value === undefined || value === null) return '';
  return Array.isArray(value) ? value.join(',') : String(value);
}

export function timeField(view: RecordView | undefined, field: string): number | undefined {
  const value = view?.fields[field];
  return typeof value === 'number' ? value : undefined;
}

/** What people call it; its id when it has no name. */
export function nameOf(view: RecordView): string {
  return view.ref.kind === 'site' ? view.ref.id : textField(view, 'name') || view.ref.id;
}

/** `ams1/sw03`: every command accepts it, and it means one record only. */
export function qualifiedName(view: RecordView): string {
  return view.ref.kind === 'site' ? view.ref.id : `${view.ref.site}/${nameOf(view)}`;
}
