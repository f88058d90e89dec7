/**
 * Where an address is plugged in: pure, from what the switches said to an answer with reasons.
 * The order of the work: what is no endpoint is told so; every sighting is weighed; ports that lead on are turned
 * down; what remains is the edge, or several, or a trail that ends at a switch that is silent or no longer has it.
 */
import { isLocallyAdministered, type RejectedSighting, type TraceVerdict } from '../../shared/model/index.ts';
import { type Candidate, weighSightings } from './candidates.ts';
import { decide, type TurnedDown } from './decide.ts';
import { edgeAnswer } from './edge-answer.ts';
import type { Located, Question } from './facts.ts';
import { pathTo } from './path.ts';
import { noEndpoint } from './special.ts';
import { foundText, goneText, missingText, severalText, silentText } from './summary.ts';
import type { Topology } from './topology.ts';
import { trailOf } from './trail.ts';

export function locate(question: Question, topology: Topology): Located {
  const { mac } = question;
  const setting = weighSightings(question, topology);
  const aged = setting.aged.map((candidate) => ({ candidate, reason: agedReason(candidate) }));
  const special = noEndpoint(mac, setting, topology);
  if (special !== undefined) {
    const owner = special.owner === undefined ? undefined : topology.switches.get(special.owner);
    const end = owner && { view: owner, outPort: undefined, leading: setting.candidates };
    const turnedDown = setting.candidates.map((candidate) => ({ candidate, reason: special.reason }));
    return {
      ...answer(question, 'not-an-endpoint', special.summary, [...turnedDown, ...aged]),
      path: end === undefined ? [] : pathTo(end, topology),
    };
  }
  const { edges, turnedDown } = decide(setting.candidates, topology);
  const rejected = [...turnedDown, ...aged];
  const [first] = edges;
  if (first === undefined) {
    const verdict = question.failed.length > 0 ? 'not-all-answered' : 'not-found';
    return answer(question, verdict, missingText(question, setting.aged), rejected);
  }
  const seers = new Set(setting.candidates.map(({ view }) => view.key));
  const trail = trailOf(first, question, { topology, seers });
  if (trail.state === 'gone') {
    const reason = `leads to ${trail.names}, which has it no longer`;
    const text = goneText(question, first.candidate, { names: trail.names, aged: setting.aged });
    return answer(question, 'not-found', text, [{ candidate: first.candidate, reason }, ...rejected]);
  }
  const { view, port } = first.candidate;
  const path = pathTo({ view, outPort: port.name, leading: first.leading }, topology);
  const notes = isLocallyAdministered(mac) ? [NOT_BURNED_IN] : [];
  const shown = edges.map((edge) => edgeAnswer(edge, question, { trail, notes }));
  const told = { edges: shown, path };
  if (trail.state === 'silent') {
    return {
      ...answer(question, 'not-all-answered', silentText(question, first, trail.names), rejected),
      ...told,
    };
  }
  if (edges.length > 1)
    return { ...answer(question, 'several', severalText(question, edges), rejected), ...told };
  return { ...answer(question, 'found', foundText(question, first, setting.aged), rejected), ...told };
}

const NOT_BURNED_IN = {
  weight: 0,
  reason: 'a locally administered address: a virtual machine, or a device that makes up its address',
};

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

function agedReason({ live }: Candidate): string {
  return live ? 'no longer there' : 'the switch no longer has it there';
}
