/** The one sentence for people. */
import type { PortClass } from '../../shared/model/index.ts';
import { ageText } from './age.ts';
import type { Candidate, Setting } from './candidates.ts';
import { type Edge, nameOf } from './decide.ts';
import { edgeClass } from './edge-answer.ts';
import type { Question } from './facts.ts';
import { LEFT_OUT } from './left-out.ts';
import { isItself } from './neighbour.ts';
import type { Trail } from './trail.ts';

export function foundText(question: Question, edge: Edge, aged: readonly Candidate[]): string {
  const { candidate, twins } = edge;
  const pair = twins.length === 0 ? '' : ` and ${twins.map(nameOf).join(', ')}`;
  return `${question.mac} is ${where(question, edge)} ${place(candidate)}${pair}${age(question, candidate)}${movedFrom(question, aged)}.`;
}

export function severalText(question: Question, edges: readonly Edge[]): string {
  const places = edges.map(({ candidate }) => place(candidate));
  const vlans = edges.map(({ candidate }) => candidate.vlans);
  const apart = vlans.some((a, i) => vlans.some((b, j) => i < j && !a.some((vlan) => b.includes(vlan))));
  const why = apart
    ? 'the VLANs differ, so two devices may bear the same address, or one has a leg in each'
    : 'it is moving, a loop carries it round, or two devices bear the same address';
  return `${question.mac} is on ${edges.length} ports at once: ${places.join(' and ')}; ${why}.`;
}

export function silentText(
  question: Question,
  { candidate }: Edge,
  { trail, memory }: { readonly trail: Trail; readonly memory: Candidate | undefined },
): string {
  const last = memory === candidate || memory?.port.behind.length !== 0 ? '' : lastPlace(question, memory);
  const why = trail.state === 'left-out' ? LEFT_OUT : 'which did not answer';
  return `${question.mac} is somewhere behind ${trail.names}, ${why}; ${nameOf(candidate)} leads there${last}.`;
}

/** The trail goes cold: a switch still holds the address toward switches that do not. */
export function goneText(
  question: Question,
  candidate: Candidate,
  { names, memory }: { readonly names: string; readonly memory: Candidate | undefined },
): string {
  const last = lastPlace(question, memory);
  const hint = 'it was unplugged or has gone quiet; a ping may bring it back';
  return `${question.mac} was not found: ${nameOf(candidate)} still points to ${names}, which has it no longer${last}; ${hint}.`;
}

export function missingText(
  question: Question,
  { memory, droppers }: Pick<Setting, 'droppers'> & { readonly memory: Candidate | undefined },
): string {
  const last = lastPlace(question, memory);
  if (droppers.length > 0) {
    const names = [...new Set(droppers.map(({ facts }) => facts.name))].toSorted().join(' and ');
    return `${question.mac} was not found on any port: ${names} ${droppers.length > 1 ? 'drop' : 'drops'} its frames by configuration${last}.`;
  }
  if (question.failed.length > 0 && question.answered.length === 0) {
    return `${question.mac} was not found, for no switch answered${last}.`;
  }
  if (question.failed.length > 0) {
    const silent = question.failed.length === 1 ? '1 switch' : `${question.failed.length} switches`;
    return `${question.mac} was not found, but ${silent} did not answer${last}.`;
  }
  return `${question.mac} was not found${last}.`;
}

function lastPlace({ now }: Question, last: Candidate | undefined): string {
  return last === undefined ? '' : `; last seen ${ageText(now - last.seenAt)} ago on ${place(last)}`;
}

/** Where it was before, when it was plugged into an edge there too. */
function movedFrom({ now }: Question, aged: readonly Candidate[]): string {
  const last = newest(
    aged.filter(({ port }) => port.behind.length === 0 && port.portClass !== 'interswitch'),
  );
  if (last === undefined) return '';
  return `; ${ageText(now - last.seenAt)} ago it was on ${place(last)}`;
}

function newest(candidates: readonly Candidate[]): Candidate | undefined {
  return candidates.toSorted((a, b) => b.seenAt - a.seenAt)[0];
}

function place(candidate: Candidate): string {
  const [vlan] = candidate.vlans;
  return vlan === undefined ? nameOf(candidate) : `${nameOf(candidate)} (VLAN ${vlan})`;
}

function age({ now }: Question, { live, seenAt }: Candidate): string {
  return live ? '' : `, seen ${ageText(now - seenAt)} ago`;
}

const WHERE: Readonly<Record<PortClass, string>> = {
  edge: 'plugged into',
  phone: 'behind a phone on',
  ap: 'behind an access point on',
  hypervisor: 'on the hypervisor at',
  'host-lag': 'on the host with the port channel',
  unmanaged: 'behind an unmanaged switch or hub on',
  interswitch: 'behind a switch on',
  fabric: 'behind the stack or pair link',
};
const ITSELF = { phone: 'the phone on', ap: 'the access point on', hypervisor: 'the hypervisor at' } as const;

function where({ mac }: Question, edge: Edge): string {
  const portClass = edgeClass(edge);
  const { seen } = edge.candidate.port;
  const isNeighbour = seen.some((neighbour) => isItself(neighbour, mac));
  if (isNeighbour && (portClass === 'phone' || portClass === 'ap' || portClass === 'hypervisor')) {
    return ITSELF[portClass];
  }
  const bridge = seen.find(({ kind }) => kind === 'bridge');
  if (bridge !== undefined && portClass === 'interswitch') {
    return isNeighbour
      ? `the switch '${bridge.label}' on`
      : `behind '${bridge.label}', which is not in the inventory, on`;
  }
  return WHERE[portClass];
}
