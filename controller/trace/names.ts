/**
 * What bears a name. Each source of names tells what it knows and where from; what speaks LLDP or CDP and the switches
 * themselves are the first. A neighbour that is a managed switch is told once, as the switch.
 */
import { formatRef, type Mac, parseMac, type RecordRef, type TraceNamed } from '../../shared/model/index.ts';
import { switchNamed } from './directory.ts';
import type { Topology } from './topology.ts';

export interface NameQuestion {
  /** Whole, in any case. */
  readonly name: string;
  /** Switches whose words count. */
  readonly mayUse: (ref: RecordRef) => boolean;
  /** When a switch was last read, epoch milliseconds. */
  readonly seenAt: (ref: RecordRef) => number;
}

export interface NameSource {
  find(question: NameQuestion): readonly TraceNamed[];
}

/** Of the picture of one site. */
export function pictureNames(topology: Topology): NameSource {
  return {
    find(question) {
      const switches = [...topology.switches.values()].filter(({ facts }) => question.mayUse(facts.ref));
      const named = switches.filter(({ facts }) =>
        [facts.name, facts.hostname].some((name) => isName(name, question.name)),
      );
      const keys = new Set(named.map(({ key }) => key));
      const own = named.map(
        ({ facts }): TraceNamed => ({
          ...{ name: facts.name, source: 'switch', switch: facts.ref, switchName: facts.name },
          ...{ port: undefined, mac: plainMac(facts.baseMac ?? facts.macs[0]) },
          ...{ address: facts.managementAddress, seenAt: question.seenAt(facts.ref) },
        }),
      );
      const heard = switches.flatMap(({ facts: { ref, name }, ports }) =>
        [...ports.values()].flatMap((port) =>
          port.seen
            .filter(
              ({ facts, switchKey }) =>
                isName(facts.systemName, question.name) &&
                !keys.has(switchKey ?? switchNamed(topology.directory, facts.systemName ?? '') ?? ''),
            )
            .map(
              ({ facts }): TraceNamed => ({
                ...{ name: facts.systemName ?? '', source: 'neighbour', switch: ref, switchName: name },
                ...{ port: facts.port, mac: plainMac(facts.chassisId) ?? plainMac(facts.remotePort) },
                ...{ address: facts.managementAddress, seenAt: question.seenAt(ref) },
              }),
            ),
        ),
      );
      return [...own, ...heard];
    },
  };
}

/** One device, with all that was said of it; what has a MAC address first. */
export function devicesOf(matches: readonly TraceNamed[]): readonly (readonly TraceNamed[])[] {
  const groups: TraceNamed[][] = [];
  for (const one of matches.toSorted((a, b) => Number(b.mac !== undefined) - Number(a.mac !== undefined))) {
    const group = groups.find((known) => known.some((other) => isSame(one, other)));
    if (group === undefined) groups.push([one]);
    else group.push(one);
  }
  return groups;
}

/** Told by two protocols on one port, or seen at two places. */
function isSame(a: TraceNamed, b: TraceNamed): boolean {
  if (a.mac !== undefined && b.mac !== undefined) return a.mac === b.mac;
  if (a.address !== undefined && a.address === b.address) return true;
  return formatRef(a.switch) === formatRef(b.switch) && a.port === b.port;
}

/** `ap12` is also `ap12.example.net`. */
function isName(known: string | undefined, asked: string): boolean {
  const [full, wanted] = [known?.toLowerCase(), asked.toLowerCase()];
  return full === wanted || (full !== undefined && !wanted.includes('.') && full.split('.')[0] === wanted);
}

function plainMac(text: string | undefined): Mac | undefined {
  return text === undefined ? undefined : parseMac(text);
}
