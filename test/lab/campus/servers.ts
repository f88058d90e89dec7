/** What plugs into a machine-room switch: servers on one port or a port channel, and ESXi hosts with their machines. */
import type { Mac } from '../../../shared/model/index.ts';
import { bundle, type Draft, setPort, takePorts } from './draft.ts';
import { type Endpoint, type Furnishing, freshMac, plugIn } from './endpoint.ts';
import type { LabNeighbour } from './model.ts';
import { between, chance, offsetMac, oneOf } from './pools.ts';
import { VLAN } from './tiers.ts';

const PLAIN_SERVERS = 4;
const BONDED_SERVERS = 3;
const BONDED_HYPERVISORS = 1;
const HYPERVISORS = 2;

const MACHINE_VLANS = [VLAN.servers, VLAN.servers, VLAN.servers, VLAN.vmotion, VLAN.storage] as const;

export function furnishServers(site: Furnishing, draft: Draft): void {
  for (let i = 0; i < PLAIN_SERVERS; i += 1) placeServer(site, draft);
  for (let i = 0; i < BONDED_SERVERS; i += 1) placeBondedServer(site, draft);
  for (let i = 0; i < HYPERVISORS; i += 1) placeHypervisor(site, draft, 1);
  for (let i = 0; i < BONDED_HYPERVISORS; i += 1) placeHypervisor(site, draft, 2);
}

/** Its network card speaks LLDP on its own: a chassis address one below the host's, and no name. */
function placeServer(site: Furnishing, draft: Draft): void {
  const [port = ''] = takePorts(draft, 'first', 1);
  setPort(draft, port, {
    state: 'up',
    vlan: VLAN.servers,
    description: oneOf(site.random, ['', 'backup-01', 'DB CORE']),
  });
  const card = freshMac(site, 'server');
  const mac = offsetMac(card, 1);
  plugIn(site, { mac, class: 'edge', prefix: 'srv', at: draft.index, port, vlan: VLAN.servers });
  if (site.lldp) draft.neighbours.push(networkCard(port, card));
}

function networkCard(port: string, card: Mac): LabNeighbour {
  return {
    port,
    lldp: true,
    chassisKind: 'mac',
    chassis: card,
    portKind: 'mac',
    remotePort: card,
    portDescription: '',
    name: '',
    description: '',
    supported: [],
    enabled: [],
    address: undefined,
    cdp: undefined,
  };
}

function placeBondedServer(site: Furnishing, draft: Draft): void {
  const ports = takePorts(draft, 'first', 2);
  const port = bundle(draft, ports, {
    state: 'up',
    vlan: VLAN.servers,
    description: oneOf(site.random, ['', 'file server', 'UPLINK nas']),
  });
  const mac = freshMac(site, 'server');
  plugIn(site, { mac, class: 'host-lag', prefix: 'srv', at: draft.index, port, vlan: VLAN.servers });
}

function placeHypervisor(site: Furnishing, draft: Draft, cables: 1 | 2): void {
  const { random } = site;
  const ports = takePorts(draft, 'first', cables);
  const trunk = {
    state: 'up',
    mode: 'trunk',
    vlan: VLAN.native,
    tagged: [VLAN.servers, VLAN.vmotion, VLAN.storage],
    description: oneOf(random, ['ESX', '', 'vmware cluster']),
  } as const;
  const [only = ''] = ports;
  if (cables === 1) setPort(draft, only, trunk);
  const port = cables === 1 ? only : bundle(draft, ports, trunk);
  const at = draft.index;
  const mac = freshMac(site, 'server');
  const host = plugIn(site, { mac, class: 'hypervisor', prefix: 'esx', at, port, vlan: VLAN.servers });
  for (let left = between(random, 6, 16); left > 0; left -= 1) {
    const vlan = oneOf(random, MACHINE_VLANS);
    plugIn(site, { mac: freshMac(site, 'vm'), class: 'hypervisor-vm', prefix: 'vm', at, port, vlan });
  }
  if (!site.lldp) return;
  for (const [card, member] of ports.entries())
    draft.neighbours.push(esxi(host, member, { card, cdpOnly: chance(random, 0.5) }));
}

/** A standard vSwitch speaks CDP alone, a distributed one may speak LLDP; both call themselves a bridge. */
function esxi(
  host: Endpoint,
  port: string,
  options: { readonly card: number; readonly cdpOnly: boolean },
): LabNeighbour {
  const name = `${host.name}.campus.example`;
  const software = 'Releasebuild-21424296';
  return {
    port,
    lldp: !options.cdpOnly,
    chassisKind: 'mac',
    chassis: offsetMac(host.mac, options.card),
    portKind: 'mac',
    remotePort: offsetMac(host.mac, options.card),
    portDescription: `port ${options.card + 1} on dvSwitch dvs-servers`,
    name,
    description: `VMware ESX ${software}`,
    supported: ['bridge'],
    enabled: ['bridge'],
    address: host.ip,
    cdp: {
      deviceId: name,
      platform: 'VMware ESX',
      capabilities: 'Switch',
      port: `vmnic${options.card}`,
      version: software,
    },
  };
}
