/** OS6 `show interfaces switchport`: a page for each port with the VLANs of all three modes. From manuals: no recording exists. */
import type { LabDevice, LabPort } from '../campus/model.ts';
import { type Lines, listed, packed, ranges } from './show.ts';

const MODES = { access: 'Access Mode', trunk: 'Trunk Mode', general: 'General Mode' } as const;
const LIST_WIDTH = 48;
const LIST_INDENT = 29;

export function switchports(device: LabDevice): Lines {
  return [...device.ports, ...device.lags].flatMap((port) =>
    port.state === 'detached' ? [] : switchport(port),
  );
}

export function switchport(port: LabPort): Lines {
  const { mode } = port;
  const [general, trunk] = [mode === 'general', mode === 'trunk'];
  const tagged = port.tagged.filter((vlan) => vlan !== port.vlan);
  const carried = [port.vlan, ...tagged].toSorted((a, b) => a - b);
  return [
    '',
    `Port: ${port.name}`,
    `VLAN Membership Mode: ${MODES[mode]}`,
    `Access Mode VLAN: ${vlanOr1(mode === 'access' ? port.vlan : 1)}`,
    `General Mode PVID: ${vlanOr1(general ? port.vlan : 1)}`,
    'General Mode Ingress Filtering: Enabled',
    'General Mode Acceptable Frame Type: Admit All',
    'General Mode Dynamically Added VLANs:',
    `General Mode Untagged VLANs: ${general ? port.vlan : 1}`,
    ...list('General Mode Tagged VLANs:', general ? tagged : []),
    'General Mode Forbidden VLANs:',
    `Trunking Mode Native VLAN: ${vlanOr1(trunk ? port.vlan : 1)}`,
    'Trunking Mode Native VLAN Tagging: Disabled',
    ...(trunk ? list('Trunking Mode VLANs Enabled:', carried) : ['Trunking Mode VLANs Enabled: All']),
    'Private VLAN Host Association: none',
    'Private VLAN Mapping:',
    'Private VLAN Operational Bindings:',
    'Default Priority: 0',
    'Protected: Disabled',
    '',
  ];
}

function vlanOr1(vlan: number): string {
  return vlan === 1 ? '1 (default)' : String(vlan);
}

/** A long list goes on in the next line, set in. */
function list(label: string, vlans: readonly number[]): string[] {
  const [first = '', ...more] = packed(listed(ranges(vlans)), LIST_WIDTH);
  return [`${label} ${first}`.trimEnd(), ...more.map((text) => ' '.repeat(LIST_INDENT) + text)];
}
