/** What plugs into a desk switch: PCs, phones with PCs behind, access points, printers, mini switches, quiet hosts. */
import { formatMac } from '../../../shared/model/index.ts';
import { type Draft, setPort } from './draft.ts';
import { type Endpoint, type Furnishing, freshMac, plugIn } from './endpoint.ts';
import type { LabNeighbour } from './model.ts';
import { between, chance, oneOf, shuffled } from './pools.ts';
import { dataVlan, VLAN, voiceVlan } from './tiers.ts';

type Place = (site: Furnishing, draft: Draft, port: string) => void;

/** Words that a careless rule takes for an uplink or an access point: "cs" in Physics, "ap" in Laptop, "core". */
const DESK_TEXTS = [
  '',
  '',
  '',
  'Room 2.14',
  'Physics lab',
  'Laptop pool',
  'Recsports desk',
  'Trunk room PC',
  'Score board',
] as const;

/**
 * Fills `deskPorts` ports; the first two and the last two of the switch always carry a plain PC, because rules
 * that reserve such ports for uplinks are a known mistake.
 */
export function furnishDesks(site: Furnishing, draft: Draft, deskPorts: number): void {
  const { random } = site;
  const free = draft.freeEdges;
  const corners = new Set([...free.slice(0, 2), ...free.slice(-2)]);
  const others = shuffled(
    random,
    free.filter((name) => !corners.has(name)),
  );
  for (const port of corners) placePc(site, draft, port);
  for (const place of deskPlan(site, Math.max(0, deskPorts - corners.size))) {
    const port = others.shift();
    if (port) place(site, draft, port);
  }
  for (const port of others) leaveUnused(site, draft, port);
}

function deskPlan(site: Furnishing, count: number): Place[] {
  const aps = Math.max(1, Math.round(count * 0.08));
  const phones = Math.round(count * 0.3);
  const fixed: Place[] = [
    ...Array<Place>(phones).fill(placePhoneWithPc),
    ...Array<Place>(aps).fill(placeAp),
    placePhone,
    placePrinter,
    placeQuiet,
    ...(chance(site.random, 0.6) ? [placeHub] : []),
  ];
  return [...fixed.slice(0, count), ...Array<Place>(Math.max(0, count - fixed.length)).fill(placePc)];
}

function openPort(site: Furnishing, draft: Draft, port: string): void {
  setPort(draft, port, {
    state: 'up',
    speedMbps: 1000,
    vlan: dataVlan(draft.floor),
    voiceVlan: voiceVlan(draft.floor),
    description: oneOf(site.random, DESK_TEXTS),
  });
}

function placePc(site: Furnishing, draft: Draft, port: string): void {
  openPort(site, draft, port);
  const vlan = dataVlan(draft.floor);
  plugIn(site, { mac: freshMac(site, 'pc'), class: 'edge', prefix: 'pc', at: draft.index, port, vlan });
}

function placeQuiet(site: Furnishing, draft: Draft, port: string): void {
  openPort(site, draft, port);
  const vlan = dataVlan(draft.floor);
  plugIn(site, { mac: freshMac(site, 'pc'), class: 'quiet', prefix: 'pc', at: draft.index, port, vlan });
}

function placePrinter(site: Furnishing, draft: Draft, port: string): void {
  setPort(draft, port, { state: 'up', speedMbps: 100, vlan: VLAN.printers, description: 'Printer' });
  const mac = freshMac(site, 'printer');
  plugIn(site, { mac, class: 'edge', prefix: 'prn', at: draft.index, port, vlan: VLAN.printers });
}

function placeHub(site: Furnishing, draft: Draft, port: string): void {
  openPort(site, draft, port);
  const vlan = dataVlan(draft.floor);
  for (let left = between(site.random, 3, 5); left > 0; left -= 1)
    plugIn(site, { mac: freshMac(site, 'pc'), class: 'hub', prefix: 'pc', at: draft.index, port, vlan });
}

function placePhoneWithPc(site: Furnishing, draft: Draft, port: string): void {
  placePhone(site, draft, port);
  const vlan = dataVlan(draft.floor);
  plugIn(site, { mac: freshMac(site, 'pc'), class: 'phone-pc', prefix: 'pc', at: draft.index, port, vlan });
}

function placePhone(site: Furnishing, draft: Draft, port: string): void {
  openPort(site, draft, port);
  const voice = voiceVlan(draft.floor);
  // On OS6 a phone port is a general port with the voice VLAN tagged; IOS keeps it an access port.
  if (draft.hardware.platform === 'dell_os6') setPort(draft, port, { mode: 'general', tagged: [voice] });
  const cisco = chance(site.random, 0.6);
  const phone = plugIn(site, {
    mac: freshMac(site, cisco ? 'ciscoPhone' : 'otherPhone'),
    class: 'phone',
    prefix: 'tel',
    at: draft.index,
    port,
    vlan: voice,
    ...(chance(site.random, 0.2) ? { alsoVlan: dataVlan(draft.floor) } : {}),
  });
  if (site.lldp) draft.neighbours.push(cisco ? ciscoPhone(phone) : otherPhone(phone));
}

const PHONE_CAPABILITIES = ['bridge', 'telephone'] as const;

function ciscoPhone(phone: Endpoint): LabNeighbour {
  const bare = formatMac(phone.mac, 'bare').toUpperCase();
  return {
    port: phone.port,
    lldp: true,
    chassisKind: 'address',
    chassis: phone.ip,
    portKind: 'local',
    remotePort: `${bare}:P1`,
    portDescription: 'SW PORT',
    name: `SEP${bare}`,
    description: 'Cisco IP Phone 8841, V12, sip88xx.12-8-1SR2-5',
    supported: PHONE_CAPABILITIES,
    enabled: PHONE_CAPABILITIES,
    address: phone.ip,
    cdp: {
      deviceId: `SEP${bare}`,
      platform: 'Cisco IP Phone 8841',
      capabilities: 'Host Phone Two-port Mac Relay',
      port: 'Port 1',
      version: 'sip88xx.12-8-1SR2-5.loads',
    },
  };
}

function otherPhone(phone: Endpoint): LabNeighbour {
  return {
    port: phone.port,
    lldp: true,
    chassisKind: 'address',
    chassis: phone.ip,
    portKind: 'mac',
    remotePort: phone.mac,
    portDescription: 'LAN Port',
    name: `VVX 411 ${phone.name}`,
    description: 'VVX 411 5.9.5',
    supported: PHONE_CAPABILITIES,
    enabled: PHONE_CAPABILITIES,
    address: undefined,
    cdp: undefined,
  };
}

function placeAp(site: Furnishing, draft: Draft, port: string): void {
  const { random } = site;
  setPort(draft, port, {
    state: 'up',
    speedMbps: 1000,
    mode: 'trunk',
    vlan: VLAN.ap,
    tagged: [VLAN.wireless],
    description: oneOf(random, ['AP', 'Wireless', '', 'Ceiling']),
  });
  const cisco = chance(random, 0.3);
  const at = draft.index;
  const mac = freshMac(site, cisco ? 'ciscoAp' : 'otherAp');
  const ap = plugIn(site, { mac, class: 'ap', prefix: 'ap', at, port, vlan: VLAN.ap });
  for (let left = between(random, 4, 12); left > 0; left -= 1) {
    const client = chance(random, 0.7) ? site.macs.randomised() : freshMac(site, 'pc');
    plugIn(site, { mac: client, class: 'ap-client', prefix: 'wl', at, port, vlan: VLAN.wireless });
  }
  if (site.lldp) draft.neighbours.push(accessPoint(ap, cisco));
}

/** Some access points call themselves a bridge and nothing more; their description gives them away. */
function accessPoint(ap: Endpoint, cisco: boolean): LabNeighbour {
  const software = 'Cisco AP Software, ap3g3-k9w8 Version: 8.10.162.0';
  return {
    port: ap.port,
    lldp: true,
    chassisKind: 'mac',
    chassis: ap.mac,
    portKind: cisco ? 'local' : 'mac',
    remotePort: cisco ? '0' : ap.mac,
    portDescription: 'eth0',
    name: ap.name,
    description: cisco ? software : 'ArubaOS (MODEL: 515), Version 8.10.0.7 SSR',
    supported: cisco ? ['bridge'] : ['bridge', 'wlan', 'router'],
    enabled: cisco ? ['bridge'] : ['bridge', 'wlan'],
    address: ap.ip,
    cdp: cisco
      ? {
          deviceId: ap.name,
          platform: 'cisco AIR-AP2802I-E-K9',
          capabilities: 'Trans-Bridge Source-Route-Bridge IGMP',
          port: 'GigabitEthernet0',
          version: software,
        }
      : undefined,
  };
}

function leaveUnused(site: Furnishing, draft: Draft, port: string): void {
  const { random } = site;
  const faulty = chance(random, 0.02) && draft.hardware.platform === 'cisco_ios';
  setPort(draft, port, {
    state: faulty ? 'err-disabled' : chance(random, 0.1) ? 'disabled' : 'down',
    vlan: dataVlan(draft.floor),
    voiceVlan: voiceVlan(draft.floor),
    description: oneOf(random, DESK_TEXTS),
  });
}
