/**
 * `display mac-address` of VRP 5 and 8. The VLAN stands in one word with the VSI and the bridge domain (`10/-/-`);
 * before V200R001 there are columns for inner VLANs, and an LSP after the type.
 */
import { parseMac } from '../../../../shared/model/index.ts';
import { isPseudoPort, NO_PORT, parserOf } from '../../parse/index.ts';
import type { Command, FdbRow } from '../../platform.ts';
import { isVrpPort, vrpCommandName, vrpPortName } from './names.ts';

const NOTE =
  /^\s*(?:MAC address\b|VSI\/SI|MAC-Tunnel|Total\b|Flags?\s*:|[#*] - |based$|BD\s*:|on the interface|upon the interface|Mac\s?address table|Info:|Slot\b)|^[-\s]+$|^\s+VSI\/SI|forwarding logical interface|cannot be performed/i;
const TYPES: readonly (readonly [RegExp, FdbRow['type']])[] = [
  [/^(?:security|sticky|sec)/i, 'secure'],
  [/^(?:dynamic|learn)/i, 'dynamic'],
  [/^(?:static|blackhole|sec-config|user-bind)/i, 'static'],
  [/^(?:authen|guest|pre-?auth|mux|snooping|evn|evpn|mlag|peer-?link|vxlan|other)/i, 'other'],
];
/** `10/-`, `10/-/-`, `-/vsi1`, `-/-/5000`, `10`; where the VSI has no place of its own, its name. */
const VLAN = /^(?:\d{1,4}|-)(?:\/\S{1,40})?$|^[A-Za-z][\w.-]{0,30}$/;
/** The far end of a tunnel: the address is on no port here. */
const FAR =
  /^(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-f]{0,4}:[0-9a-f:]{2,}|vxlan\S*|tunnel\S*|peer|pw\S*|evn|lsp|nve\S*)$/i;

function typeOf(word: string): FdbRow['type'] | undefined {
  return TYPES.find(([pattern]) => pattern.test(word))?.[1];
}

/** The row; `far` when it is a whole row of an address elsewhere. */
function read(text: string): FdbRow | 'far' | undefined {
  const [first = '', vlanText = '', ...rest] = text
    .trim()
    .replace(/^[#*]\s*/, '')
    .split(/\s+/);
  const mac = parseMac(first);
  if (mac === undefined || !VLAN.test(vlanText) || isVrpPort(vlanText) || typeOf(vlanText) !== undefined)
    return undefined;
  // `VXLAN 10.0.0.1 evn`: the far end may begin like a type.
  const at = rest.findLastIndex((word) => typeOf(word) !== undefined);
  const type = typeOf(rest[at] ?? '');
  const names = rest.slice(0, Math.max(0, at));
  const port = names.find((word) => (isVrpPort(word) && !FAR.test(word)) || isPseudoPort(word));
  if (type === undefined) return undefined;
  if (port === undefined && names.some((word) => FAR.test(word))) return 'far';
  if (port === undefined && names.some((word) => word !== '-')) return undefined;
  if (port === undefined && type === 'dynamic') return undefined;
  const vlan = Number(/^\d+/.exec(vlanText)?.[0] ?? 0);
  return {
    mac,
    vlan: vlan > 0 ? vlan : undefined,
    port: port === undefined ? NO_PORT : vrpPortName(port),
    type,
  };
}

const parser = parserOf<FdbRow>((sink) => ({
  line(text) {
    const row = read(text);
    if (row === 'far') return;
    if (row !== undefined) sink.row(row);
    else if (!NOTE.test(text)) sink.unknown(text);
  },
  isWhole: (text) => read(text) !== undefined,
}));

export const fdbCommands: readonly Command<FdbRow>[] = [{ command: 'display mac-address', parser }];

/** `mac` in the platform's spelling, `0011-2233-4455`. */
export function fdbLookup(mac: string): Command<FdbRow> {
  return { command: `display mac-address ${mac}`, parser };
}

export function portFdb(port: string): Command<FdbRow> {
  const name = vrpCommandName(port);
  const alternative = { command: `display mac-address interface ${name}`, parser };
  return { command: `display mac-address ${name}`, parser, alternative };
}
