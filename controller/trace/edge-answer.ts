/** One edge as the answer shows it: all that was weighed, in words and one number. */
import {
  type Evidence,
  formatRef,
  type PortClass,
  type TraceEdge,
  type TraceEdgeMember,
} from '../../shared/model/index.ts';
import type { Candidate } from './candidates.ts';
import { type Edge, nameOf } from './decide.ts';
import type { Question } from './facts.ts';
import { LEFT_OUT } from './left-out.ts';
import type { PortView } from './topology.ts';
import type { Trail } from './trail.ts';
import { confidenceOf, LEADING_SWITCHES_MAX, WEIGHTS } from './weights.ts';

export interface EdgeContext {
  readonly trail: Trail;
  /** Said of the address itself. */
  readonly notes: readonly Evidence[];
  readonly isOneOfSeveral: boolean;
  /** Places that have lost it since the last collect. */
  readonly aged: readonly Candidate[];
}

/** Where another place is as real as this one, no weight makes it certain. */
const DOUBTED_MAX = 0.85;

/** What was read so long ago, and by nobody now, is where it was. */
const OLD_MEMORY_MS = 86_400_000;

/** A port with so few addresses on which a person would look for the device. */
const QUIET_ADDRESSES_MAX = 3;

/** Remembered there, and among those that were asked now its switch is not. */
function wasLeftOut({ live, view }: Candidate, { answered, failed }: Question): boolean {
  if (live || answered.length === 0) return false;
  return ![...answered, ...failed].some((ref) => formatRef(ref) === view.key);
}

function isDoubted(
  { candidate, unexplained, former, leading }: Edge,
  question: Question,
  { isOneOfSeveral, aged, trail }: EdgeContext,
): boolean {
  if (isOneOfSeveral || former.length > 0 || trail.isHinted === true) return true;
  if (wasLeftOut(candidate, question)) return true;
  if (!candidate.live && question.now - candidate.seenAt > OLD_MEMORY_MS) return true;
  const isEnd = ({ port }: Candidate): boolean => port.behind.length === 0;
  // One that does not answer may have it where it had it.
  const silent = new Set(question.failed.map(formatRef));
  if (unexplained.some((one) => isEnd(one) && (one.live || silent.has(one.view.key)))) return true;
  // By the tables alone it leads here, and by itself it looks like the edge of another device, or of the same in turn.
  const looksLikeEdge = ({ port, score }: Candidate): boolean =>
    port.count <= QUIET_ADDRESSES_MAX && score >= LIKELY_SCORE_MIN;
  if (leading.some((one) => one.live && isEnd(one) && looksLikeEdge(one))) return true;
  // Both held it at the last collect: the quiet one may have been the edge, and this one the way to it.
  return !candidate.isNew && aged.some((one) => isEnd(one) && one.port.score > 0);
}

const LIKELY_SCORE_MIN = 1;

export function edgeAnswer(edge: Edge, question: Question, context: EdgeContext): TraceEdge {
  const { trail, notes } = context;
  const { view, port, vlans, type, seenAt, live, evidence } = edge.candidate;
  const all = [...evidence, ...othersEvidence(edge, question, trail), ...notes];
  return {
    switch: view.facts.ref,
    switchName: view.facts.name,
    port: port.name,
    portDescription: port.facts?.description,
    vlan: vlans[0],
    portClass: edgeClass(edge),
    entryType: type,
    confidence: Math.min(
      isDoubted(edge, question, context) ? DOUBTED_MAX : 1,
      confidenceOf(
        all.reduce((sum, { weight }) => sum + weight, 0),
        port.portClass,
      ),
    ),
    evidence: all,
    otherAddresses: othersOn(port, question.mac),
    seenAt,
    live,
    ...(edge.twins.length > 0 && { members: [edge.candidate, ...edge.twins].map(memberOf) }),
  };
}

function memberOf({ view, port }: Candidate): TraceEdgeMember {
  return { switch: view.facts.ref, switchName: view.facts.name, port: port.name };
}

/** Between two managed switches that both see it: behind something that is not managed. */
export function edgeClass({ candidate, facing }: Edge): PortClass {
  const { portClass, seen } = candidate.port;
  const toBridge = seen.some(({ kind }) => kind === 'bridge');
  return facing.length > 0 && portClass === 'interswitch' && !toBridge ? 'unmanaged' : portClass;
}

function othersOn(port: PortView, mac: string): number {
  const asked = [...port.addresses.values()].some((macs) => macs.includes(mac));
  return port.count - (asked ? 1 : 0);
}

function othersEvidence(edge: Edge, question: Question, trail: Trail): readonly Evidence[] {
  const { candidate, twins, facing, leading, unexplained } = edge;
  const found: Evidence[] = [];
  const add = (weight: number, reason: string): void => void found.push({ weight, reason });
  const [main, ...otherVlans] = candidate.vlans;
  if (otherVlans.length > 0) add(0, `in VLAN ${main} and also ${otherVlans.join(', ')}`);
  const switches = new Set(leading.map(({ view }) => view.key)).size;
  if (switches > 0) {
    const more = Math.min(switches, LEADING_SWITCHES_MAX) - 1;
    const who =
      switches === 1
        ? '1 other switch sees it through a port that leads'
        : `${switches} other switches see it through ports that lead`;
    add(WEIGHTS.leadHere + WEIGHTS.eachMoreLeadsHere * more, `${who} here`);
  } else if (twins.length + facing.length + unexplained.length === 0) {
    add(WEIGHTS.alone, 'no other switch sees it');
  }
  if (twins.length > 0) add(0, `one edge together with ${list(twins)}`);
  if (facing.length > 0) add(WEIGHTS.facing, `seen from the other side too, on ${list(facing)}`);
  const newer = candidate.isNew ? [] : unexplained.filter(({ isNew }) => isNew);
  if (newer.length > 0) {
    add(WEIGHTS.newerElsewhere, `it came to ${list(newer)} since the last collect: it may have moved`);
  }
  if (unexplained.length > 0)
    add(WEIGHTS.contested, `also seen on ${list(unexplained)}, which this does not explain`);
  if (edge.former.length > 0) {
    add(0, `${list(edge.former)} held it before and holds it still: it may be there as well, or in turn`);
  }
  if (trail.state === 'ends' && candidate.port.portClass === 'interswitch') {
    add(WEIGHTS.endOfInventory, 'what is behind it is not in the inventory');
  }
  if (trail.state === 'silent') add(0, `leads to ${trail.names}, which did not answer`);
  if (trail.state === 'left-out') add(0, `leads to ${trail.names}, ${LEFT_OUT}`);
  if (wasLeftOut(candidate, question)) add(0, `${candidate.view.facts.name} was not asked now`);
  if (trail.doubt !== undefined) {
    add(
      WEIGHTS.maybeSilent,
      `room for a switch, and nothing tells where ${trail.doubt} is, which did not answer`,
    );
  }
  if (trail.state === 'unsure') add(0, `${trail.names} behind it did not tell of the address`);
  if (question.failed.length > 0) {
    add(WEIGHTS.silentSwitches, `${question.failed.length} of the asked switches did not answer`);
  }
  return found;
}

/** Places in one sentence. */
const PLACES_SHOWN_MAX = 3;

function list(candidates: readonly Candidate[]): string {
  const more = candidates.length - PLACES_SHOWN_MAX;
  const names = candidates.slice(0, PLACES_SHOWN_MAX).map(nameOf).join(', ');
  return names + (more > 0 ? ` and ${more} more` : '');
}
