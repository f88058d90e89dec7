/**
 * Whom to ask next when few switches are to be asked. The picture of the last collects says where to look; only what
 * switches say now ends the search. It is at its end when one edge is left, its port leads nowhere, and every switch on
 * the way from the gateway says now that it is there. Where anything speaks against that, all the others are asked.
 */
import { formatRef, type RecordRef } from '../../shared/model/index.ts';
import { type Candidate, type Setting, weighSightings } from './candidates.ts';
import { decide, type Edge } from './decide.ts';
import type { Question } from './facts.ts';
import { pathTo } from './path.ts';
import { isTrunk } from './port-signs.ts';
import { noEndpoint } from './special.ts';
import { gatewayFirst, type SwitchView, type Topology } from './topology.ts';
import { isUpward } from './trail.ts';

export type Move =
  | { readonly type: 'ask'; readonly switches: readonly RecordRef[] }
  /** Nobody else needs to be asked. */
  | { readonly type: 'certain' }
  /** All that are left have to be asked. */
  | { readonly type: 'rest' };

/** With so few switches one question to all is the quickest. */
const SMALL_SITE_MAX = 4;
/** Asked at once on the way. */
const MOVE_SWITCHES_MAX = 6;
/** Asked in all before the rest are. */
const DIRECTED_SWITCHES_MAX = 16;

const REST: Move = { type: 'rest' };

/** @param mayAsk keys of the switches that may be asked. */
export function nextMove(question: Question, topology: Topology, mayAsk: ReadonlySet<string>): Move {
  const asked = new Set([...question.answered, ...question.failed].map(formatRef));
  if (mayAsk.size <= SMALL_SITE_MAX || question.failed.length > 0 || asked.size >= DIRECTED_SWITCHES_MAX)
    return REST;
  const setting = weighSightings(question, topology);
  if (noEndpoint(question.mac, setting, topology) !== undefined) return REST;
  const wanted = wantedKeys({ question, setting, asked }, topology);
  if (wanted === 'certain') return { type: 'certain' };
  const isHelp = wanted.length > 0 && wanted.length <= MOVE_SWITCHES_MAX;
  // One that was seen and is in no picture yet is asked among the rest.
  const switches = wanted.flatMap((key) => topology.switches.get(key)?.facts.ref ?? []);
  if (!isHelp || switches.length < wanted.length || wanted.some((key) => !mayAsk.has(key))) return REST;
  return { type: 'ask', switches };
}

interface State {
  readonly question: Question;
  readonly setting: Setting;
  readonly asked: ReadonlySet<string>;
}

/** None: asking some does not help. */
function wantedKeys(state: State, topology: Topology): readonly string[] | 'certain' {
  const { setting, asked } = state;
  const [edge, second] = decide(setting.candidates, topology).edges;
  if (second !== undefined) return [];
  if (edge === undefined) return asked.size === 0 ? gatewayOf(topology).map(({ key }) => key) : [];
  const { candidate } = edge;
  const unasked = (keys: readonly string[]): readonly string[] => [
    ...new Set(keys.filter((key) => !asked.has(key))),
  ];
  const itself = candidate.view.key;
  if (leadsOn(candidate)) return unasked([itself, ...nextOn(candidate, asked, topology)]);
  const way = wayTo(edge, topology);
  const others = openEnds(edge, setting).map(({ view }) => view.key);
  const open = unasked([itself, ...way, ...edge.twins.map(({ view }) => view.key), ...others]);
  if (open.length > 0) return open;
  return isCertain(edge, { ...state, way }, topology) ? 'certain' : [];
}

function leadsOn(candidate: Candidate): boolean {
  return candidate.port.behind.length > 0 || isUpward(candidate);
}

/** Behind the port: those on the other end of the cable, else those that stand nearest to it. */
function nextOn(
  { port, view }: Candidate,
  asked: ReadonlySet<string>,
  topology: Topology,
): readonly string[] {
  const direct = port.direct.filter((key) => key !== view.key && !asked.has(key));
  if (direct.length > 0) return direct;
  const behind = port.behind.filter((key) => !asked.has(key));
  const views = behind.flatMap((key) => topology.switches.get(key) ?? []);
  return views
    .toSorted((a, b) => b.linkCount - a.linkCount)
    .map(({ key }) => key)
    .slice(0, 2);
}

function gatewayOf(topology: Topology): readonly SwitchView[] {
  const read = [...topology.switches.values()].filter(wasRead);
  return read.toSorted((a, b) => gatewayFirst(topology, a, b)).slice(0, 1);
}

function wasRead({ facts }: SwitchView): boolean {
  return facts.fdb.length > 0;
}

/** Keys of the switches between the gateway and the edge, without the edge. */
function wayTo({ candidate, leading }: Edge, topology: Topology): readonly string[] {
  const end = { view: candidate.view, outPort: candidate.port.name, leading };
  return pathTo(end, topology)
    .map(({ switch: ref }) => formatRef(ref))
    .filter((key) => key !== candidate.view.key);
}

/** Places of the picture that the edge does not explain: another device, or where it was before. */
function openEnds({ candidate, leading, twins }: Edge, { candidates }: Setting): readonly Candidate[] {
  const explained = new Set([candidate, ...leading, ...twins]);
  return candidates.filter((one) => !one.live && !explained.has(one) && !leadsOn(one));
}

function isCertain(
  edge: Edge,
  { setting, asked, way }: State & { readonly way: readonly string[] },
  topology: Topology,
): boolean {
  const { candidate, leading, twins, facing, unexplained } = edge;
  const { port, view, live, type } = candidate;
  if (!live || facing.length > 0 || unexplained.length > 0) return false;
  if (port.portClass === 'interswitch' || port.portClass === 'fabric') return false;
  if (port.seen.some(({ kind }) => kind === 'bridge' || kind === 'unknown' || kind === 'gone')) return false;
  const explained = new Set([candidate, ...leading, ...twins]);
  if (setting.candidates.some((one) => one.live && !explained.has(one))) return false;
  if (isPerhapsLink(candidate, asked, topology)) return false;
  if (way.length === 0) return type === 'dynamic' && gatewayOf(topology)[0]?.key === view.key;
  const saying = new Set(leading.flatMap((one) => (one.live ? [one.view.key] : [])));
  return way.every((key) => saying.has(key));
}

/** A switch that nobody has seen may stand behind any port that is not plainly a desk's. */
function isPerhapsLink({ port }: Candidate, asked: ReadonlySet<string>, topology: Topology): boolean {
  if (!isTrunk(port) && port.portClass !== 'unmanaged') return false;
  const views = [...topology.switches.values()];
  const placed = new Set(views.flatMap(({ toward }) => [...toward.keys()]));
  return views.some((view) => !asked.has(view.key) && !placed.has(view.key));
}
