/**
 * Is the answer right? By what can be known, and no more kindly than that:
 *
 *   seen        the edge switch answers and has the address on the true port: that port must come first. An address at
 *               several places must be told as several when each of them is seen; no other place may be among them.
 *   remembered  the edge switch is silent, or has lost the row, but its last collect held the address on the true port:
 *               right is that port, as the answer or as where it was last seen. A host that has moved on since is none.
 *   hidden      nobody who answers has it on the true port, and no collect had: right is to say so (not found, or not
 *               all answered). A port on the true way that the answer calls a way to a silent switch is right as well,
 *               and so is the word that it is behind its own silent switch.
 *   no endpoint the answer must say that it is none; a switch's own address must name that switch.
 *
 * An answer that names any other port as the edge is wrong, however unsure. One that names none although it could is
 * an abstention: not right, but counted apart. Only addresses with a row somewhere are asked; what is nowhere at all
 * (aged out before any collect) must be not found, and is asked too.
 */
import type { Located, Sighting } from '../../controller/trace/facts.ts';
import { portKey } from '../../controller/trace/port-name.ts';
import type { CampusHop, CampusPlace, CampusTruth } from '../lab/network/file.ts';

export type Outcome = 'right' | 'wrong' | 'abstained';
export type Knowledge = 'seen' | 'remembered' | 'hidden' | 'no endpoint';

export interface Judged {
  readonly outcome: Outcome;
  readonly knowledge: Knowledge;
  /** Undefined: there is nothing to judge it by, or the edge is not right. */
  readonly classRight: boolean | undefined;
  readonly pathRight: boolean | undefined;
}

export interface Knowable {
  readonly rows: readonly Sighting[];
  readonly silent: ReadonlySet<string>;
}

export function judge(truth: CampusTruth, answer: Located, known: Knowable): Judged {
  const knowledge = knowledgeOf(truth, known);
  const outcome = outcomeOf(truth, answer, { ...known, knowledge });
  const [edge] = answer.edges;
  const onEdge = outcome === 'right' && edge !== undefined && isAt(truth.places, edge.switchName, edge.port);
  return {
    outcome,
    knowledge,
    classRight: !onEdge || truth.portClass === undefined ? undefined : edge.portClass === truth.portClass,
    pathRight:
      !onEdge || truth.path === undefined || truth.several === true
        ? undefined
        : isPath(truth, answer, known),
  };
}

function isAt(places: readonly CampusPlace[], name: string, port: string): boolean {
  return places.some((place) => place.switch === name && samePort(place.port, port));
}

export function samePort(a: string, b: string): boolean {
  return portKey(a) === portKey(b);
}

function knowledgeOf(truth: CampusTruth, { rows }: Knowable): Knowledge {
  if (truth.places.length === 0) return 'no endpoint';
  const there = rows.filter((row) => isAt(truth.places, row.switch.id, row.port));
  if (there.some(({ live }) => live)) return 'seen';
  return there.length > 0 ? 'remembered' : 'hidden';
}

function outcomeOf(
  truth: CampusTruth,
  answer: Located,
  { rows, silent, knowledge }: Knowable & { readonly knowledge: Knowledge },
): Outcome {
  const { verdict, edges, rejected, path } = answer;
  const [first] = edges;
  if (knowledge === 'no endpoint') {
    if (verdict === 'not-an-endpoint') return 'right';
    const isSeen = rows.some(({ live }) => live);
    return first === undefined ? (isSeen ? 'abstained' : 'right') : 'wrong';
  }
  if (verdict === 'not-an-endpoint') return 'wrong';
  if (first === undefined) {
    if (knowledge === 'hidden') return 'right';
    const told = rejected.some((one) => isAt(truth.places, one.switchName, one.port));
    const lastSeen = answer.lastSeenAt !== undefined && told;
    return knowledge === 'remembered' && lastSeen && isNamed(truth, answer) ? 'right' : 'abstained';
  }
  const isTrue = isAt(truth.places, first.switchName, first.port);
  if (isTrue) return isWhole(truth, answer, rows) ? 'right' : 'wrong';
  const way = truth.path === undefined ? path.map(toPlace) : wayOf(truth.path);
  const isOnWay = isAt(way, first.switchName, first.port) && isSilentSomewhere(truth, silent);
  if (verdict === 'not-all-answered' && (isOnWay || namesSilent(truth, answer, silent))) {
    return knowledge === 'hidden' || isNamed(truth, answer) ? 'right' : 'abstained';
  }
  return 'wrong';
}

function wayOf(path: readonly CampusHop[]): readonly CampusPlace[] {
  return path.flatMap(({ also = [], ...hop }) => [hop, ...also]);
}

function toPlace(hop: { readonly switchName: string; readonly outPort: string | undefined }): CampusPlace {
  return { switch: hop.switchName, port: hop.outPort ?? '' };
}

function isSilentSomewhere({ path = [], places }: CampusTruth, silent: ReadonlySet<string>): boolean {
  return [...path, ...places].some((place) => silent.has(place.switch));
}

/** It is said to be behind the very switch that it is on, which did not answer. */
function namesSilent({ places }: CampusTruth, { summary }: Located, silent: ReadonlySet<string>): boolean {
  return places.some((place) => silent.has(place.switch) && summary.includes(` behind ${place.switch},`));
}

/** The sentence names the place where it was last seen. */
function isNamed({ places }: CampusTruth, { summary, rejected }: Located): boolean {
  return rejected.some(
    (one) =>
      isAt(places, one.switchName, one.port) &&
      summary.includes(`last seen`) &&
      summary.includes(`${one.switchName} ${one.port}`),
  );
}

/** All places at once that are seen are told, and no other. */
function isWhole({ places, several }: CampusTruth, { edges }: Located, rows: readonly Sighting[]): boolean {
  if (several !== true) return edges.every((edge) => isAt(places, edge.switchName, edge.port));
  const seen = places.filter(({ switch: name, port }) =>
    rows.some((row) => row.live && row.switch.id === name && samePort(row.port, port)),
  );
  const told = (place: CampusPlace): boolean =>
    edges.some((edge) => isAt([place], edge.switchName, edge.port));
  return seen.every(told) && edges.every((edge) => isAt(places, edge.switchName, edge.port));
}

/**
 * The same switches in the same order with the same ports out, and no other. Silent ones may be missing; of a pair either
 * member will do.
 */
function isPath({ path = [] }: CampusTruth, answer: Located, { silent }: Knowable): boolean {
  const meant = path.map(({ also = [], ...hop }) => [hop, ...also]);
  const mayMiss = (places: readonly CampusPlace[]): boolean =>
    places.every((place) => silent.has(place.switch));
  let next = 0;
  for (const { switch: name, port } of answer.path.map(toPlace)) {
    while (next < meant.length && !isAt(meant[next] ?? [], name, port)) {
      if (!mayMiss(meant[next] ?? [])) return false;
      next++;
    }
    if (next >= meant.length) return false;
    next++;
  }
  return meant.slice(next).every(mayMiss);
}
