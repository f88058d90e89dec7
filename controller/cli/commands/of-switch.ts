/** What switches tell of as lists: records with the names of the switches that they are of. */
import { formatRef, type JsonObject, parseRef, type RecordView } from '../../../shared/model/index.ts';
import { findRecord, type Held, listRecords, nameOf, requireSite, textField } from '../inventory/records.ts';
import { type ListingSpec, printListing } from '../output/listing.ts';
import type { Shell } from '../shell.ts';
import type { FlagSpec } from '../spec.ts';

export const ofSwitchFlag: FlagSpec = {
  name: 'switch',
  value: 'SWITCH',
  doc: 'only of this switch: NAME, SITE/NAME or reference',
  complete: 'switch',
};

/** A record of a switch, with what the switch is called. */
export interface OfSwitch {
  readonly view: RecordView;
  readonly switchName: string;
}

export interface OfSwitchWish {
  readonly kind: 'port' | 'vlan';
  /** Of the switch; absent: of all. */
  readonly name: string | undefined;
  readonly site: string | undefined;
  readonly atMs: number | undefined;
  /** 0: all. */
  readonly limit: number;
  readonly match: Readonly<Record<string, string>>;
  readonly filter: string;
  readonly orderBy: string;
}

interface OfSwitches {
  readonly rows: readonly OfSwitch[];
  readonly records: readonly Held[];
  readonly more: boolean;
}

/** Records that switches tell of, with the names of their switches. Errors: NOT_FOUND, AMBIGUOUS_NAME. */
export async function listOfSwitches(shell: Shell, wish: OfSwitchWish): Promise<OfSwitches> {
  const { kind, name, site, atMs, limit, match, filter, orderBy } = wish;
  const found =
    name === undefined ? undefined : (await findRecord(shell, { kind: 'switch', name, site })).view;
  const place = found?.ref.site ?? site;
  const source = found && formatRef({ ...found.ref, kind: 'source' });
  const list = await listRecords(shell, {
    ...{ kind, site: place, atMs, filter, orderBy, limit: limit || undefined },
    match: { ...match, ...(source !== undefined && { source }) },
  });
  if (list.records.length === 0) await requireSite(shell, place, atMs);
  const names = found
    ? new Map([[formatRef(found.ref), nameOf(found)]])
    : await switchNames(shell, place, list.records.length > 0);
  const rows = list.records.map(({ view }) => ({
    view,
    switchName: names.get(textField(view, 'switch')) ?? idOf(textField(view, 'switch')),
  }));
  return { rows: orderBy === '' ? byPort(rows) : rows, records: list.records, more: list.more };
}

async function switchNames(
  shell: Shell,
  site: string | undefined,
  isNeeded: boolean,
): Promise<ReadonlyMap<string, string>> {
  if (!isNeeded) return new Map();
  const { records } = await listRecords(shell, { kind: 'switch', site });
  return new Map(records.map(({ view }) => [formatRef(view.ref), nameOf(view)]));
}

function idOf(ref: string): string {
  return ref === '' ? '' : parseRef(ref).id;
}

/** As people count: Gi1/0/2 before Gi1/0/10. */
function byPort(rows: readonly OfSwitch[]): readonly OfSwitch[] {
  const order = new Intl.Collator('en', { numeric: true });
  const key = ({ view, switchName }: OfSwitch): string =>
    `${view.ref.site} ${switchName} ${view.ref.kind === 'port' ? textField(view, 'name') : textField(view, 'vlan')}`;
  return rows.toSorted((a, b) => order.compare(key(a), key(b)));
}

export async function printOfSwitches(
  shell: Shell,
  spec: ListingSpec<OfSwitch>,
  { rows, records }: { readonly rows: readonly OfSwitch[]; readonly records: readonly Held[] },
): Promise<void> {
  const api = await shell.api();
  const extra = new Map(rows.map(({ view, switchName }) => [formatRef(view.ref), { switchName }]));
  const json = ({ view, message }: Held): JsonObject => ({
    ...(api.toJson('wayside.v1.Record', message) as JsonObject),
    ...extra.get(formatRef(view.ref)),
  });
  await printListing(shell, spec, { rows, json: () => ({ records: records.map(json) }) });
}
