/** The keys `ports.*` of `controller.yaml`: which guards stand before port work. */
import type { ConfigOf, GroupProblem } from './key-spec.ts';

const guardKeys = {
  guard: {
    type: 'choice',
    choices: ['lag', 'ap', 'hypervisor', 'err-disabled', 'reserved-vlan'],
    doc: 'Which one; links between switches and the way to the gateway are always guarded.',
  },
  enabled: { type: 'boolean', default: true, doc: 'False: it blocks nothing.' },
  vlans: {
    type: 'text',
    default: '',
    doc: 'Of reserved-vlan: the VLANs that count in the place of 1,1002-1005.',
  },
} as const;

export type PortGuardKeys = ConfigOf<typeof guardKeys>;

export const portKeys = {
  guards: {
    type: 'groups',
    items: guardKeys as typeof guardKeys,
    check: checkPortGuards as typeof checkPortGuards,
    default: [],
    doc: 'Guards of port work that are not as usual; see the guide on ports.',
  },
} as const;

/** The one that every port is in at first, and those that switches keep for Token Ring and FDDI. */
const RESERVED_USUALLY = '1,1002-1005';
const VLAN_MAX = 4094;

export interface PortGuardSettings {
  readonly reservedVlans: readonly number[];
  /** Guards that block nothing. */
  readonly off: readonly string[];
}

export function declaredPortGuards(groups: readonly PortGuardKeys[]): PortGuardSettings {
  const told = groups.find(({ guard, vlans }) => guard === 'reserved-vlan' && vlans !== '');
  return {
    reservedVlans: vlansOf(told?.vlans ?? RESERVED_USUALLY) ?? [],
    off: groups.flatMap(({ guard, enabled }) => (enabled ? [] : [guard])),
  };
}

/** A guard that is named twice, and VLANs that are none or stand at another guard. */
function checkPortGuards(groups: readonly object[]): readonly GroupProblem[] {
  const all = groups as readonly PortGuardKeys[];
  return all.flatMap(({ guard, vlans }, at) => {
    const problems: GroupProblem[] = [];
    if (all.slice(0, at).some((one) => one.guard === guard))
      problems.push({ path: `[${at}].guard`, message: `${guard} stands before already` });
    if (vlans !== '' && guard !== 'reserved-vlan')
      problems.push({ path: `[${at}].vlans`, message: 'is for reserved-vlan alone' });
    if (vlans !== '' && !vlansOf(vlans))
      problems.push({
        path: `[${at}].vlans`,
        message: 'must be numbers from 1 to 4094, such as 1,1002-1005',
      });
    return problems;
  });
}

/** `1,1002-1005`; `undefined`: it is no such list. */
function vlansOf(text: string): readonly number[] | undefined {
  const vlans: number[] = [];
  for (const part of text.split(',').map((one) => one.trim())) {
    const [, from = '', to = from] = /^(\d{1,4})(?:-(\d{1,4}))?$/.exec(part) ?? [];
    const [first, last] = [Number(from), Number(to)];
    if (first < 1 || last < first || last > VLAN_MAX) return undefined;
    for (let vlan = first; vlan <= last; vlan += 1) vlans.push(vlan);
  }
  return vlans;
}
