/** HostKeyService. */
import { WaysideError } from '../../shared/errors.ts';
import {
  type AgentView,
  HOST_KEY_FINGERPRINT,
  type HostKeyView,
  hostKeyState,
  mayAt,
  PAGE_SIZE_MAX,
  type Principal,
  parseJump,
  placeText,
  type RecordView,
  type RowFields,
  rowFields,
  type SshPlace,
} from '../../shared/model/index.ts';
import type { OrderedPages } from '../../shared/runtime/index.ts';
import type { ServiceHandlers } from '../../shared/transport/index.ts';
import { type HostKeysAsked, type HostKeysTold, hostKeyToWire } from '../../shared/wire/index.ts';
import type { AgentHostKeys, AgentHub } from '../agents/index.ts';
import type { Inventory } from '../inventory/index.ts';
import { pageOfRows } from './row-list.ts';

export interface HostKeyApiDeps {
  readonly inventory: Pick<Inventory, 'find' | 'get' | 'all' | 'sight'>;
  readonly hub: Pick<AgentHub, 'list'>;
  readonly agents: Pick<AgentHostKeys, 'ask'>;
  readonly pages: OrderedPages;
}

/** Sources are read whole, for whoever sees the site in full. */
const READER: Principal = { type: 'system', name: 'host keys' };
const SSH_PORT = 22;

export function hostKeyHandlers(deps: HostKeyApiDeps): ServiceHandlers<'HostKeyService'> {
  return {
    ListHostKeys: async (request, call) => {
      const { site, source } = wanted(deps, request, call.principal);
      needs(deps, { site, level: 'operator' }, call.principal);
      const place = source && placeOf(source);
      let told: Gathered = NOTHING_TOLD;
      let byId: ReadonlyMap<string, HostKeyView> = new Map();
      const prepare = async (): Promise<void> => {
        told = await gather(deps, agentsOf(deps.hub, site), { site, place, accept: undefined });
        byId = new Map(told.keys.map((key) => [idOf(key), key]));
      };
      const scope = { site: request.site, source: request.source };
      const list = { name: 'host-keys', scope, fields, defaultOrder: 'site, place, agent' };
      const read = (id: string): HostKeyView | undefined => byId.get(id);
      const { rows, nextPageToken } = await pageOfRows(
        deps.pages,
        { request, call },
        { ...list, prepare, rows: () => told.keys, id: idOf, read },
      );
      const { silent, untold } = told;
      return { hostKeys: rows.map(hostKeyToWire), nextPageToken, silentAgents: [...silent], untold };
    },

    AcceptHostKey: async ({ source: name, site: at, fingerprint, validateOnly }, { principal }) => {
      const { site, source } = wanted(deps, { site: at, source: name }, principal);
      needs(deps, { site, level: 'admin' }, principal);
      if (!source) throw invalid('source', 'must name a source');
      if (!HOST_KEY_FINGERPRINT.test(fingerprint))
        throw invalid('fingerprint', 'must be SHA256: and 43 characters of base64');
      const place = placeOf(source);
      const before = await gather(deps, agentsOf(deps.hub, site), { site, place, accept: undefined });
      const nameOf = String(source.fields['name']);
      mustHaveBeenShown(before, { name: nameOf, fingerprint });
      const concerned = agentsConcerned(before, fingerprint);
      const told = [...agentsOf(deps.hub, site)].filter(({ id }) => concerned.has(id));
      const after = validateOnly ? before : await gather(deps, told, { site, place, accept: fingerprint });
      if (after.refusal) throw new WaysideError(after.refusal.code, after.refusal.message);
      const silentAgents = [...new Set([...before.silent, ...after.silent])].toSorted();
      const asBefore = before.keys.filter(({ agentId }) => !validateOnly && !concerned.has(agentId));
      return { hostKeys: [...after.keys, ...asBefore].map(hostKeyToWire), silentAgents };
    },
  };
}

interface Gathered {
  readonly keys: readonly HostKeyView[];
  /** Names of agents that gave no answer. */
  readonly silent: readonly string[];
  readonly answered: number;
  /** Places that agents hold beyond those that they tell in one answer. */
  readonly untold: number;
  readonly refusal: HostKeysTold['refusal'];
}

const NOTHING_TOLD: Gathered = { keys: [], silent: [], answered: 0, untold: 0, refusal: undefined };

/** Asks these agents of the site at once. */
async function gather(
  { agents, inventory }: HostKeyApiDeps,
  among: Iterable<AgentView>,
  { site, ...asked }: Pick<HostKeysAsked, 'place' | 'accept'> & { readonly site: string },
): Promise<Gathered> {
  const names = sourceNames(inventory, site);
  const silent: string[] = [];
  const keys: HostKeyView[] = [];
  let refusal: HostKeysTold['refusal'];
  let answered = 0;
  let untold = 0;
  const one = async ({ id, name }: AgentView): Promise<void> => {
    const told = await agents.ask(id, asked).catch(() => undefined);
    if (!told) return void silent.push(name);
    answered += 1;
    untold += Math.max(0, told.count - told.keys.length);
    refusal ??= told.refusal;
    for (const key of told.keys)
      keys.push({ ...key, site, agentId: id, agent: name, source: names.get(key.place) ?? '' });
  };
  await Promise.all([...among].map(one));
  return { keys, silent: silent.toSorted(), answered, untold, refusal };
}

/**
 * Those for whom the key is news of a device that they know: they refused just this key, or have another one pinned. Who
 * refused yet another one and has none pinned was never let in there, and is not by a key that somebody else was shown.
 */
function agentsConcerned({ keys }: Gathered, fingerprint: string): ReadonlySet<string> {
  const isConcerned = ({ pinned, offered }: HostKeyView): boolean =>
    pinned !== undefined || offered?.fingerprint === fingerprint;
  return new Set(keys.filter(isConcerned).map(({ agentId }) => agentId));
}

function* agentsOf(hub: HostKeyApiDeps['hub'], site: string): Generator<AgentView> {
  let pageToken = '';
  do {
    const page = hub.list({ site, pageSize: PAGE_SIZE_MAX, pageToken });
    for (const agent of page.agents) if (agent.state !== 'banned') yield agent;
    pageToken = page.nextPageToken;
  } while (pageToken !== '');
}

/** Only what an agent was shown is accepted: what a person compared with the device, and not what a mail says. */
function mustHaveBeenShown(
  { keys, answered }: Gathered,
  { name, fingerprint }: { readonly name: string; readonly fingerprint: string },
): void {
  if (answered === 0)
    throw new WaysideError('UNAVAILABLE', 'no agent of the site answered', {
      hint: 'Host keys are held by agents: bring one online, or accept the key on its host with wayside-agent hostkey accept',
    });
  const shown = keys.flatMap(({ offered }) => (offered ? [offered.fingerprint] : []));
  if (shown.includes(fingerprint) || keys.some(({ pinned }) => pinned?.fingerprint === fingerprint)) return;
  const what = shown.length === 0 ? 'no agent was shown another key' : `shown was ${shown.join(', ')}`;
  throw new WaysideError('HOST_KEY_MISMATCH', `no agent was shown ${fingerprint} by ${name}: ${what}`, {
    hint: `Let an agent look again: wayside source test ${name}; then compare what it is shown with the device itself`,
    details: { offered: shown.join(' ') },
  });
}

/** The site, and the source where one is named. Errors: INVALID_INPUT, NOT_FOUND, AMBIGUOUS_NAME. */
function wanted(
  { inventory }: HostKeyApiDeps,
  asked: { readonly site: string; readonly source: string },
  principal: Principal,
): { readonly site: string; readonly source: RecordView | undefined } {
  const { site, source } = asked;
  if (source !== '') {
    const { ref } = inventory.find('source', source, site, principal);
    return { site: ref.site, source: inventory.get(ref, READER) };
  }
  if (site === '') throw invalid('site', 'or a source must be named');
  inventory.get({ site, kind: 'site', id: site }, principal);
  return { site, source: undefined };
}

/** How switches are reached is for the full view. */
function needs(
  { inventory }: HostKeyApiDeps,
  { site, level }: { readonly site: string; readonly level: 'operator' | 'admin' },
  principal: Principal,
): void {
  if (inventory.sight(principal).siteView(site) === 'full' && mayAt(principal, level, { site })) return;
  throw new WaysideError(
    'FORBIDDEN',
    `it needs the level ${level} at site ${site}, with the full switch view`,
  );
}

function placeOf({ fields: { address, port, jump: by } }: RecordView): SshPlace {
  const jump = typeof by === 'string' ? parseJump(by) : undefined;
  const place = { address: String(address), port: typeof port === 'number' ? port : SSH_PORT };
  return jump ? { ...place, jump } : place;
}

function sourceNames(inventory: HostKeyApiDeps['inventory'], site: string): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const source of inventory.all('source', site, {}, READER)) {
    const place = placeText(placeOf(source));
    const name = String(source.fields['name']);
    const known = names.get(place);
    names.set(place, known === undefined ? name : `${known}, ${name}`);
  }
  return names;
}

function idOf({ agentId, place }: HostKeyView): string {
  return `${agentId}/${place}`;
}

const fields: RowFields<HostKeyView> = rowFields<HostKeyView>(
  {
    site: ({ site }) => site,
    agentId: ({ agentId }) => agentId,
    agent: ({ agent }) => agent,
    place: ({ place }) => place,
    source: ({ source }) => source,
    state: hostKeyState,
    keyType: ({ pinned }) => pinned?.keyType,
    fingerprint: ({ pinned }) => pinned?.fingerprint,
    offeredKeyType: ({ offered }) => offered?.keyType,
    offeredFingerprint: ({ offered }) => offered?.fingerprint,
  },
  { pinTime: ({ pinned }) => pinned?.at, offerTime: ({ offered }) => offered?.at },
);

function invalid(field: string, message: string): WaysideError {
  return new WaysideError('INVALID_INPUT', `${field} ${message}`, { violations: [{ field, message }] });
}
