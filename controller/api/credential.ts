/** CredentialService. */
import { WaysideError } from '../../shared/errors.ts';
import {
  type AgentView,
  type CredentialView,
  mayAt,
  PAGE_SIZE_MAX,
  type Principal,
  principalName,
  type RecordRef,
  type RowFields,
  rowFields,
} from '../../shared/model/index.ts';
import type { OrderedPages } from '../../shared/runtime/index.ts';
import type { ServiceHandlers } from '../../shared/transport/index.ts';
import { credentialToWire, sealTargetToWire } from '../../shared/wire/index.ts';
import { type AgentHub, type CredentialDesk, credentialViewOf, type SealedOrder } from '../agents/index.ts';
import type { Sight } from '../inventory/index.ts';
import { pageOfRows, type RowList } from './row-list.ts';
import { getAgentAt } from './seen-agents.ts';

export interface CredentialApiDeps {
  readonly sight: (principal: Principal) => Sight;
  readonly hub: Pick<AgentHub, 'list' | 'get'>;
  readonly desk: Pick<CredentialDesk, 'sealTarget' | 'order' | 'check' | 'list'>;
  /** How many sources of the site name each credential. */
  readonly countSources: (site: string) => ReadonlyMap<string, number>;
  readonly pages: OrderedPages;
}

interface Asked {
  readonly agent: string;
  readonly site: string;
}

export function credentialHandlers(deps: CredentialApiDeps): ServiceHandlers<'CredentialService'> {
  const { desk } = deps;
  return {
    GetSealKey: async (request, { principal }) => {
      const { id } = governed(deps, request, principal);
      return sealTargetToWire(desk.sealTarget(id, request.name));
    },

    SetCredential: async (request, { principal }) => {
      const { id: agentId } = governed(deps, request, principal);
      const { name, version, allowedTargets: targets, sealed } = request;
      const order = { agentId, name, version, targets, sealed, by: principalName(principal) };
      if (request.validateOnly) return tried(desk, order);
      return { credential: credentialToWire(await desk.order(order)) };
    },

    RemoveCredential: async (request, { principal }) => {
      const { id: agentId } = governed(deps, request, principal);
      const { name, version, sealed } = request;
      const order = { agentId, name, version, targets: undefined, sealed, by: principalName(principal) };
      if (request.validateOnly) return tried(desk, order);
      return { credential: credentialToWire(await desk.order(order)) };
    },

    ListCredentials: async (request, call) => {
      const { agent, site } = request;
      const list = credentialList(deps, { agent, site }, call.principal);
      const { rows, nextPageToken } = await pageOfRows(deps.pages, { request, call }, list);
      return { credentials: rows.map(credentialToWire), nextPageToken };
    },
  };
}

/** Only the agent knows what becomes of it. */
function tried(desk: CredentialApiDeps['desk'], order: SealedOrder): { readonly credential: null } {
  desk.check(order);
  return { credential: null };
}

/** An agent of a site that the caller administers; one out of view is not there. */
function governed({ hub, sight }: CredentialApiDeps, asked: Asked, principal: Principal): AgentView {
  const agent = getAgentAt(hub, asked, sight(principal));
  if (mayAt(principal, 'admin', { site: agent.site })) return agent;
  throw new WaysideError('FORBIDDEN', `it needs the level admin at site ${agent.site}`);
}

const credentialFields: RowFields<CredentialView> = rowFields<CredentialView>(
  {
    name: ({ name }) => name,
    agentId: ({ agentId }) => agentId,
    agent: ({ agent }) => agent,
    site: ({ site }) => site,
    state: ({ state }) => state,
    version: ({ version }) => version,
    allowedTargets: ({ targets }) => targets,
    targetCount: ({ targetCount }) => targetCount,
    central: ({ isCentral }) => isCentral,
    orderedVersion: ({ orderedVersion }) => orderedVersion,
    setBy: ({ setBy }) => setBy,
    code: ({ error }) => error?.code,
    sourceCount: ({ sourceCount }) => sourceCount,
  },
  {
    setTime: ({ setAt }) => setAt,
    expireTime: ({ expiresAt }) => expiresAt,
    answerTime: ({ answeredAt }) => answeredAt,
  },
);

/** Names and targets of credentials say how switches are reached: that is for the full view. */
function credentialList(
  { hub, desk, sight: sightOf, countSources }: CredentialApiDeps,
  request: Asked,
  principal: Principal,
): RowList<CredentialView> {
  const sight = sightOf(principal);
  const agent = request.agent === '' ? '' : getAgentAt(hub, request, sight).id;
  const isShown = (site: string): boolean =>
    sight.siteView(site) === 'full' && mayAt(principal, 'operator', { site });
  const counts = new Map<string, ReadonlyMap<string, number>>();
  const sourceCount = (site: string, name: string): number => {
    const known = counts.get(site) ?? countSources(site);
    counts.set(site, known);
    return known.get(name) ?? 0;
  };
  function* rows(): Generator<CredentialView> {
    let after: readonly [string, string, string] | undefined = ['', '', ''];
    while (after) {
      const some: ReturnType<typeof desk.list> = desk.list({
        ...{ site: request.site, agent, after, limit: PAGE_SIZE_MAX, isShown },
      });
      for (const row of some) yield credentialViewOf(row, sourceCount(row.site, row.name));
      const last = some.at(-1);
      after = last && some.length === PAGE_SIZE_MAX ? [last.site, last.agentName, last.name] : undefined;
    }
  }
  const idOf = ({ agentId, name }: CredentialView): string => `${agentId}/${name}`;
  let now: ReadonlyMap<string, CredentialView> | undefined;
  return {
    ...{ name: 'credentials', scope: { ...request }, fields: credentialFields },
    ...{ defaultOrder: 'site, agent, name', rows, id: idOf },
    read: (id) => {
      now ??= new Map([...rows()].map((row) => [idOf(row), row]));
      return now.get(id);
    },
  };
}

/** Of a source that names none. */
const CREDENTIAL_DEFAULT = 'default';

/** For `countSources`, from all sources of a site. */
export function countByCredential(
  sources: Iterable<{ readonly ref: RecordRef; readonly fields: Readonly<Record<string, unknown>> }>,
): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { fields } of sources) {
    const { credential } = fields;
    const name = typeof credential === 'string' && credential !== '' ? credential : CREDENTIAL_DEFAULT;
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return counts;
}
