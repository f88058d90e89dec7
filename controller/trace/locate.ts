/**
 * Where an address is plugged in: pure, from what the switches said to an answer with reasons.
 * The order of the work: what is no endpoint is told so; every sighting is weighed; ports that lead on are turned
 * down; what remains is the edge, or several, or a trail that ends at a switch that is silent or no longer has it.
 * What is only remembered is an answer while nobody was asked; when those asked are silent, it is told as just that.
 */
import {
  type Evidence,
  formatRef,
  isLocallyAdministered,
  type RejectedSighting,
  type TraceVerdict,
} from '../../shared/model/index.ts';
import { type Candidate, placeOf, type Setting, weighSightings } from './candidates.ts';
import { decide, type Edge, type TurnedDown } from './decide.ts';
import { edgeAnswer } from './edge-answer.ts';
import type { Located, Question } from './facts.ts';
import { LEFT_OUT } from './left-out.ts';
import { pathTo } from './path.ts';
import { noEndpoint } from './special.ts';
import { foundText, goneText, missingText, severalText, silentText } from './summary.ts';
import type { Topology } from './topology.ts';
import { isUpward, type Memory, type Trail, trailOf } from './trail.ts';
import { WEIGHTS } from './weights.ts';

export function locate(question: Question, topology: Topology): Located {
  const setting = weighSightings(question, topology);
  const aged = [
    ...setting.aged.map((candidate) => ({ candidate, reason: 'the switch no longer has it there' })),
    ...setting.doubles.map((candidate) => ({ candidate, reason: doubleReason(candidate, topology) })),
  ];
  const special = noEndpoint(question.mac, setting, topology);
  if (special !== undefined) {
    const turnedDown = setting.candidates.map((candidate) => ({ candidate, reason: special.reason }));
    const told = answer(question, 'not-an-endpoint', special.summary, [...turnedDown, ...aged]);
    const view = topology.switches.get(special.owner ?? '');
    if (view === undefined) return told;
    return { ...told, path: pathTo({ view, outPort: undefined, leading: setting.candidates }, topology) };
  }
  const { edges, turnedDown } = decide(setting.candidates, topology);
  const memoryOf = once(() => rememberedEnd(setting, topology));
  const seers = new Set(setting.candidates.map(({ view }) => view.key));
  const context = { topology, seers, aged: setting.aged, memoryOf };
  const all = edges.map((edge) => ({ edge, trail: trailOf(edge, question, context) }));
  const warm = all.filter(({ trail }) => trail.state !== 'gone');
  const ends = warm.filter(({ trail }) => trail.state !== 'left-out');
  const [lead, ...others] = ends.length > 0 ? ends : warm;
  const cold = all.filter(({ edge }) => edge !== lead?.edge && !others.some((one) => one.edge === edge));
  const rejected = [...cold.map(coldTrail), ...turnedDown, ...aged];
  const state: State = { question, topology, setting, memoryOf, rejected };
  return lead === undefined ? nowhere(all[0], state) : somewhere([lead, ...others], state);
}

interface Followed {
  readonly edge: Edge;
  readonly trail: Trail;
}

interface State {
  readonly question: Question;
  readonly topology: Topology;
  readonly setting: Setting;
  readonly memoryOf: () => Memory | undefined;
  readonly rejected: readonly TurnedDown[];
}

/** @param cold the likeliest trail of those that lead nowhere. */
function nowhere(cold: Followed | undefined, { question, setting, memoryOf, rejected }: State): Located {
  const memory = memoryOf()?.candidate;
  const verdict = isSilenceBehind(cold?.edge, question) ? 'not-all-answered' : 'not-found';
  const text =
    cold === undefined || !cold.edge.candidate.live
      ? missingText(question, { memory, droppers: setting.droppers })
      : goneText(question, cold.edge.candidate, { names: cold.trail.names, memory });
  const told = answer(question, verdict, text, rejected);
  return { ...told, lastSeenAt: memory?.seenAt ?? told.lastSeenAt };
}

/** @param open the likeliest first. */
function somewhere(open: readonly [Followed, ...Followed[]], state: State): Located {
  const { question, topology, setting, memoryOf, rejected } = state;
  const [{ edge: first, trail }] = open;
  const { view, port } = first.candidate;
  const notes = notesOn(question, open.length, setting);
  const found = {
    edges: open.map(({ edge, trail }) =>
      edgeAnswer(edge, question, { trail, notes, isOneOfSeveral: open.length > 1, aged: setting.aged }),
    ),
    path: pathTo({ view, outPort: port.name, leading: first.leading }, topology),
  };
  if (trail.state === 'silent' || trail.state === 'left-out') {
    const text = silentText(question, first, { trail, memory: memoryOf()?.candidate });
    const told = answer(question, 'not-all-answered', text, rejected);
    // A port toward the gateway is no place to look at: the address may be anywhere.
    return isUpward(first.candidate) ? told : { ...told, ...found };
  }
  if (question.failed.length > 0 && !question.sightings.some(({ live }) => live)) {
    const text = missingText(question, { memory: memoryOf()?.candidate, droppers: setting.droppers });
    const told = answer(question, 'not-all-answered', text, rejected);
    // What was only seen on the way somewhere is no place.
    if (port.behind.length > 0) return told;
    return { ...told, path: found.path, edges: found.edges.slice(0, 1) };
  }
  if (open.length > 1) {
    const edges = open.map(({ edge }) => edge);
    return { ...answer(question, 'several', severalText(question, edges), rejected), ...found };
  }
  return { ...answer(question, 'found', foundText(question, first, setting.aged), rejected), ...found };
}

/** Where the last collects had it, judged as if it were then. */
function rememberedEnd({ remembered }: Setting, topology: Topology): Memory | undefined {
  const [edge] = decide(remembered, topology).edges;
  return edge && { candidate: edge.candidate, ledBy: new Set(edge.leading.map(placeOf)) };
}

function once<T>(work: () => T): () => T {
  let done: { readonly value: T } | undefined;
  return () => {
    done ??= { value: work() };
    return done.value;
  };
}

/** Could a switch that did not answer have it? Any, unless a trail leads to others. */
function isSilenceBehind(cold: Edge | undefined, { failed }: Question): boolean {
  if (cold === undefined || !cold.candidate.live) return failed.length > 0;
  return failed.some((ref) => cold.candidate.port.behind.includes(formatRef(ref)));
}

function coldTrail({ edge, trail }: Followed): TurnedDown {
  const why = trail.state === 'gone' ? 'which has it no longer' : LEFT_OUT;
  return { candidate: edge.candidate, reason: `leads to ${trail.names}, ${why}` };
}

function doubleReason({ view, port }: Candidate, { directory, switches }: Topology): string {
  const device = switches.get(directory.sameDevice.get(view.key) ?? '');
  return `the same device as ${device?.facts.name ?? view.facts.name}: its ${port.name} counts once`;
}

/** What counts for each edge alike. */
function notesOn({ mac }: Question, edgeCount: number, { droppers }: Setting): readonly Evidence[] {
  const notes: Evidence[] = droppers.map(({ facts }) => ({
    weight: 0,
    reason: `${facts.name} drops its frames by configuration`,
  }));
  if (edgeCount > 1)
    notes.push({ weight: WEIGHTS.contested, reason: `${edgeCount} ports are as good at once` });
  if (isLocallyAdministered(mac)) {
    const reason = 'a locally administered address: a virtual machine, or a device that makes up its address';
    notes.push({ weight: 0, reason });
  }
  return notes;
}

function answer(
  question: Question,
  verdict: TraceVerdict,
  summary: string,
  turnedDown: readonly TurnedDown[],
): Located {
  const seenNow = verdict !== 'not-found' && question.sightings.some(({ live }) => live);
  const times = question.sightings.filter(({ live }) => !live).map(({ seenAt }) => seenAt);
  return {
    mac: question.mac,
    verdict,
    summary,
    edges: [],
    path: [],
    rejected: turnedDown.map(rejection),
    lastSeenAt: seenNow || times.length === 0 ? undefined : Math.max(...times),
  };
}

function rejection({ candidate, reason }: TurnedDown): RejectedSighting {
  const { view, port, vlans } = candidate;
  return {
    switch: view.facts.ref,
    switchName: view.facts.name,
    port: port.name,
    vlan: vlans[0],
    portClass: port.portClass,
    reason,
  };
}
