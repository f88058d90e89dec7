/**
 * An answer as one principal may read it. The judgement takes all switches of a site into account, also those out of
 * view; what is told is cut to those in view, and so are the words.
 */
import {
  type Failure,
  formatRef,
  type TargetResult,
  type TraceAnswer,
  type TraceEdge,
  type TraceIpAnswer,
} from '../../shared/model/index.ts';
import type { Sight } from '../inventory/index.ts';
import { ageText } from './age.ts';

export interface AskedAbout {
  readonly sites: readonly string[];
  /** One floor alone. */
  readonly isFloor: boolean;
  readonly now: number;
}

export function shownAnswer(answer: TraceAnswer, sight: Sight, asked: AskedAbout): TraceAnswer {
  const deviceErrors = answer.deviceErrors.flatMap(({ switch: ref, switchName, error }) => {
    if (sight.switchView(ref) === undefined) return [];
    const name = sight.nameOf(ref, switchName);
    return [{ switch: sight.outward(ref), switchName: name, error: sight.failureAt(ref, error) }];
  });
  const notAsked = answer.notAsked.flatMap(({ switch: ref, switchName, reason }) =>
    sight.switchView(ref) === undefined
      ? []
      : [{ switch: sight.outward(ref), switchName: sight.nameOf(ref, switchName), reason }],
  );
  if (asked.sites.every((site) => sight.seesSite(site)))
    return { ...answer, deviceErrors, notAsked, summary: withSkipped(answer, answer.summary) };
  const edges = answer.edges.flatMap((edge) => shownEdge(edge, sight) ?? []);
  const silent = answer.totals.failed > 0;
  return {
    ...answer,
    ...{ edges, deviceErrors, notAsked, rejected: [], path: [] },
    ...(edges.length === 0 ? { lastSeenAt: undefined } : {}),
    totals: { ...answer.totals, cached: cachedOf(edges) },
    verdict: verdictOf(answer, edges),
    summary: withSkipped({ edges, notAsked }, summaryOf(answer, edges, { ...asked, silent })),
  };
}

/**
 * Who sees a part of a site is not told what switches resolve: of an address that is on a port of theirs the port, of all
 * others nothing, in the same words as of one that nobody knows.
 */
export function shownIpAnswer(answer: TraceIpAnswer, sight: Sight, sites: readonly string[]): TraceIpAnswer {
  if (sites.every((site) => sight.seesSite(site))) {
    const deviceErrors = answer.deviceErrors.map((one) => ({
      ...one,
      error: sight.failureAt(one.switch, one.error),
    }));
    return { ...answer, deviceErrors };
  }
  const traces = answer.traces.filter(({ edges }) => edges.length > 0);
  const [first] = traces;
  const { address } = answer;
  return {
    ...{ address, traces, resolutions: [], deviceErrors: [], asked: 0 },
    verdict: first?.verdict ?? 'not-found',
    summary: first
      ? `${address} is ${traces.map(({ mac }) => mac).join(' and ')}.`
      : `${address} was not found on a port that you may see.`,
  };
}

/** What was not found may be at a switch that was left out. */
function withSkipped({ edges, notAsked }: Pick<TraceAnswer, 'edges' | 'notAsked'>, summary: string): string {
  const count = notAsked.length;
  if (edges.length > 0 || count === 0) return summary;
  const were = count === 1 ? '1 switch is disabled and was' : `${count} switches are disabled and were`;
  return `${summary.replace(/\.$/, '')}; ${were} not asked.`;
}

/** As a line of progress says it. */
export function shownProgress(
  { source, name, error }: TargetResult,
  sight: Sight,
): { name: string; status: string } {
  const told: Failure | undefined = error && sight.failureAt(source, error);
  return { name: sight.nameOf(source, name), status: told ? `${told.code}: ${told.message}` : 'answered' };
}

/** Without the reasons: they name what is around it. */
function shownEdge(edge: TraceEdge, sight: Sight): TraceEdge | undefined {
  const { switch: ref, port, switchName } = edge;
  if (!sight.seesPort(ref, port)) return undefined;
  const view = sight.switchView(ref);
  if (view === 'port' && edge.portClass === 'interswitch') return undefined;
  const description = edge.portDescription;
  return {
    ...edge,
    switch: sight.outward(ref),
    switchName: sight.nameOf(ref, switchName),
    portDescription: description !== undefined && sight.mayQuote(ref, description) ? description : undefined,
    evidence: [],
    members: shownMembers(edge, sight),
  };
}

/** One half alone tells no more than the edge itself. */
function shownMembers({ members = [] }: TraceEdge, sight: Sight): TraceEdge['members'] {
  const shown = members
    .filter(({ switch: ref, port }) => sight.seesPort(ref, port))
    .map(({ switch: ref, switchName, port }) => {
      return { switch: sight.outward(ref), switchName: sight.nameOf(ref, switchName), port };
    });
  return shown.length > 1 ? shown : undefined;
}

/** How many switches remember an address on ports out of view would tell that it is there. */
function cachedOf(edges: readonly TraceEdge[]): number {
  return new Set(edges.flatMap(({ live, switch: ref }) => (live ? [] : [formatRef(ref)]))).size;
}

/** An address of a switch is out of view like all else that is not on an edge port. */
function verdictOf(answer: TraceAnswer, edges: readonly TraceEdge[]): TraceAnswer['verdict'] {
  if (edges.length > 1) return 'several';
  if (leadsOn(answer, edges)) return 'not-all-answered';
  if (answer.totals.failed > 0 && !edges.some(({ live }) => live)) return 'not-all-answered';
  return edges.length === 0 ? 'not-found' : 'found';
}

/** The one place is a link, and nobody behind it has said where it goes on. */
function leadsOn({ verdict }: TraceAnswer, edges: readonly TraceEdge[]): boolean {
  const isLink = edges.length === 1 && edges[0]?.portClass === 'interswitch';
  return isLink && verdict === 'not-all-answered';
}

function summaryOf(
  answer: TraceAnswer,
  edges: readonly TraceEdge[],
  { now, silent, isFloor }: AskedAbout & { readonly silent: boolean },
): string {
  const { mac } = answer;
  const [first] = edges;
  if (first !== undefined && leadsOn(answer, edges)) {
    return `${mac} is somewhere behind ${first.switchName} ${first.port}, which leads to a switch that was not asked or did not answer.`;
  }
  if (edges.length === 0) {
    const where = isFloor ? ' on this floor' : '';
    return `${mac} was not found on a port that you may see${where}${silent ? ', but not every switch answered' : ''}.`;
  }
  const places = edges.map(({ switchName, port, vlan, live, seenAt }) => {
    const place = `${switchName} ${port}${vlan === undefined ? '' : ` (VLAN ${vlan})`}`;
    return live ? place : `${place}, seen ${ageText(now - seenAt)} ago`;
  });
  return edges.length === 1
    ? `${mac} is on ${places[0]}.`
    : `${mac} is on ${edges.length} ports at once: ${places.join(' and ')}.`;
}
