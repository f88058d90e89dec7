/**
 * Where an address is plugged in: pure, from what the switches said to an answer with reasons.
 * The order of the work: what is no endpoint is told so; every sighting is weighed; ports that lead on are turned
 * down; what remains is the edge, or several, or a trail that ends at a switch that is silent or no longer has it.
 * What is only remembered is an answer while nobody was asked; when those asked are silent, it is told as just that.
 */
import {
  type Evidence,
  isLocallyAdministered,
  type RejectedSighting,
  type TraceVerdict,
} from '../../shared/model/index.ts';
import { type Candidate, type Setting, weighSightings } from './candidates.ts';
import { decide, type TurnedDown } from './decide.ts';
import { edgeAnswer } from './edge-answer.ts';
import type { Located, Question } from './facts.ts';
import { pathTo } from './path.ts';
import { noEndpoint } from './special.ts';
import { foundText, goneText, missingText, severalText, silentText } from './summary.ts';
import type { Topology } from './topology.ts';
import { NO_TRAIL, trailOf } from './trail.ts';
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
  const rejected = [...turnedDown, ...aged];
  const [first] = edges;
  if (first === undefined) {
    const verdict = question.failed.length > 0 ? 'not-all-answered' : 'not-found';
    return answer(question, verdict, missingText(question, setting), rejected);
  }
  const seers = new Set(setting.candidates.map(({ view }) => view.key));
  const trails = edges.map((edge) => trailOf(edge, question, { topology, seers }));
  const [{ state, names } = NO_TRAIL] = trails;
  if (state === 'gone') {
    const reason = `leads to ${names}, which has it no longer`;
    const text = goneText(question, first.candidate, { names, aged: setting.aged });
    return answer(question, 'not-found', text, [{ candidate: first.candidate, reason }, ...rejected]);
  }
  const { view, port } = first.candidate;
  const notes = notesOn(question, edges.length, setting);
  const found = {
    edges: edges.map((edge, n) => edgeAnswer(edge, question, { trail: trails[n] ?? NO_TRAIL, notes })),
    path: pathTo({ view, outPort: port.name, leading: first.leading }, topology),
  };
  if (state === 'silent') {
    const text = silentText(question, first, names);
    return { ...answer(question, 'not-all-answered', text, rejected), ...found };
  }
  if (question.failed.length > 0 && !question.sightings.some(({ live }) => live)) {
    const remembered = [...setting.aged, ...edges.map(({ candidate }) => candidate)];
    const text = missingText(question, { ...setting, aged: remembered });
    return {
      ...answer(question, 'not-all-answered', text, rejected),
      ...{ path: found.path, edges: found.edges.slice(0, 1) },
    };
  }
  if (edges.length > 1) {
    return { ...answer(question, 'several', severalText(question, edges), rejected), ...found };
  }
  return { ...answer(question, 'found', foundText(question, first, setting.aged), rejected), ...found };
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
