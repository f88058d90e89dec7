/** What a support bundle of a running controller holds: each part asked of the room that knows it. */
import { effectiveConfig } from '../../shared/config/index.ts';
import {
  type AgentView,
  type AlertView,
  type ControllerPart,
  INVENTORY_PART,
  kindNames,
  PAGE_SIZE_MAX,
  type Principal,
} from '../../shared/model/index.ts';
import {
  type BundleContent,
  type BundlePart,
  jsonText,
  listFiles,
  type Metrics,
  machineFacts,
  makeBundle,
  softwareVersion,
} from '../../shared/runtime/index.ts';
import type { SupportApiDeps } from '../api/index.ts';
import { recentJobs, storeFacts } from '../store/index.ts';
import type { Base } from './base.ts';
import type { Ground } from './ground.ts';
import type { Rooms } from './rooms.ts';

/** Of the inventory, as it is packed; what is beyond is left out. */
const INVENTORY_CHARS_MAX = 12_582_912;
/** Pieces of the audit trail that are checked, each of some thousand entries: newest bundles must not take minutes. */
const AUDIT_PIECES_MAX = 40;
const AGENTS_MAX = 5000;
const ALERTS_MAX = 2000;

/** What the API tells of the controller itself, as somebody sees it. */
export interface SupportFacts {
  readonly status: (principal: Principal) => Promise<object>;
  readonly doctor: (principal: Principal) => Promise<readonly object[]>;
  readonly metrics: Metrics;
}

export function createSupport(
  base: Base,
  ground: Ground,
  options: { readonly rooms: Rooms; readonly facts: SupportFacts },
): SupportApiDeps {
  const { clock } = base;
  const pause: Pause = () => new Promise((resolve) => clock.after(0, resolve));
  return {
    create: (principal, { withInventory, signal }) => {
      const readers = partsOf({ base, ground, ...options, principal, pause });
      const parts: BundlePart[] = Object.entries(readers).map(([name, read]) => ({ name, read }));
      if (withInventory)
        parts.push({
          name: INVENTORY_PART,
          read: (end) => inventoryOf(options.rooms, principal, { signal: end, pause }),
        });
      return makeBundle(parts, { program: 'controller', version: softwareVersion(), clock, signal });
    },
  };
}

interface Asked {
  readonly base: Base;
  readonly ground: Ground;
  readonly rooms: Rooms;
  readonly facts: SupportFacts;
  readonly principal: Principal;
  readonly pause: Pause;
}

type Readers = Readonly<Record<ControllerPart, () => BundleContent | Promise<BundleContent>>>;

function partsOf({ base, ground, rooms, facts, principal, pause }: Asked): Readers {
  const { config, clock, startedAt, tail } = base;
  const { db } = ground.store;
  const about = (): object => ({
    ...{ program: 'controller', version: softwareVersion(), at: new Date(clock.now()).toISOString() },
    ...{ startedAt: new Date(startedAt).toISOString(), origin: rooms.inventory.origin },
    ...{ meshId: ground.identity.meshId, log: rooms.logLevels.state, machine: machineFacts() },
  });
  return {
    'about.json': () => jsonText(about()),
    'config.json': () => jsonText(effectiveConfig('controller', config)),
    'status.json': async () => jsonText(await facts.status(principal)),
    'doctor.json': async () => jsonText(await facts.doctor(principal)),
    'alerts.json': () => jsonText(alertsOf(rooms, principal)),
    'log.jsonl': () => tail?.text() ?? '',
    'metrics.txt': () => facts.metrics.text(),
    'jobs.json': () => jsonText(recentJobs(db)),
    'agents.json': () => jsonText(agentsOf(rooms)),
    'store.json': async () => jsonText(await storeFacts(db, { pause })),
    'audit.json': async () => jsonText(await auditOf(ground, principal, pause)),
    'files.json': () => jsonText(listFiles(config.dataDir)),
  };
}

/** People write whatever they like into free text; of what they wrote a bundle holds nothing but that they did. */
const LEFT_OUT = 'left out';

function alertsOf({ health, inventory }: Rooms, principal: Principal): readonly AlertView[] {
  const everything = { site: '', reason: '', showAll: true };
  const alerts = [...health.desk.list(everything, inventory.sight(principal))].slice(0, ALERTS_MAX);
  return alerts.map(({ acknowledged, silenced, ...alert }) => ({
    ...alert,
    acknowledged: acknowledged && { ...acknowledged, note: LEFT_OUT },
    silenced: silenced && { ...silenced, why: LEFT_OUT },
  }));
}

/** Why somebody is banned is in the words of who did it. */
function withoutWords(agent: AgentView): AgentView {
  const reason = agent.state === 'banned' ? `banned: ${LEFT_OUT}` : agent.reason;
  return { ...agent, reason, description: LEFT_OUT };
}

function agentsOf({ hub }: Rooms): readonly AgentView[] {
  const agents: AgentView[] = [];
  let pageToken = '';
  do {
    const page = hub.list({ site: '', pageSize: PAGE_SIZE_MAX, pageToken });
    agents.push(...page.agents.map(withoutWords));
    pageToken = page.nextPageToken;
  } while (pageToken !== '' && agents.length < AGENTS_MAX);
  return agents;
}

/** From the beginning; a long trail is checked in part, and the part says so. */
async function auditOf({ audit }: Ground, principal: Principal, pause: Pause): Promise<object> {
  let [checked, lost] = [0, 0];
  let pageToken = '';
  for (let piece = 0; piece < AUDIT_PIECES_MAX; piece += 1) {
    const found = audit.reader.verify(pageToken, principal);
    const { bad, good, losses } = found;
    checked += found.checked;
    pageToken = found.nextPageToken;
    lost += losses.length;
    if (bad || pageToken === '') return { whole: !bad && lost === 0, checked, bad, good, lost };
    await pause();
  }
  return { whole: 'as far as it was checked; wayside audit verify checks all', checked, lost };
}

/** Lets others be served between two pieces of work. */
type Pause = () => Promise<void>;

async function inventoryOf(
  { inventory }: Rooms,
  principal: Principal,
  { signal, pause }: { readonly signal: AbortSignal; readonly pause: Pause },
): Promise<string> {
  const lines: string[] = [];
  let chars = 0;
  for (const kind of kindNames) {
    const question = {
      kind,
      site: '',
      pageSize: PAGE_SIZE_MAX,
      filter: {},
      showAbsent: true,
      showDeleted: false,
    };
    let pageToken = '';
    do {
      signal.throwIfAborted();
      const page = inventory.list({ ...question, pageToken }, principal);
      for (const record of page.records) {
        const line = `${JSON.stringify(record)}\n`;
        chars += line.length;
        if (chars > INVENTORY_CHARS_MAX)
          return `${lines.join('')}"cut here: more than ${INVENTORY_CHARS_MAX} characters"\n`;
        lines.push(line);
      }
      pageToken = page.nextPageToken;
      await pause();
    } while (pageToken !== '');
  }
  return lines.join('');
}
