/** `show vlans` of routers: the sub-interfaces of each VLAN, among counters. */
import { isPortLike, parserOf } from '../../parse/index.ts';
import type { LineParser, VlanRow } from '../../platform.ts';
import { iosPortName } from './names.ts';

const BEGIN = /^(?:Virtual LAN|VLAN) ID:\s{1,8}(?<vlan>\d{1,4})\b/i;
const TRUNK = /^\s*vLAN Trunk Interfaces?:\s{0,8}(?<port>\S+)/i;
const ALONE =
  /^\s{0,24}(?<port>[A-Za-z][A-Za-z-]{1,40}\d[\d/.:]{0,40})(?:\s+\(\d[\d, ]{0,40}\)|\s+Native-vlan\b.*)?$/;
/** No router has as many sub-interfaces of one VLAN. */
const PORTS_MAX = 4_096;

export const routerVlans: () => LineParser<VlanRow> = parserOf<VlanRow>((sink) => {
  let vlan: number | undefined;
  let ports = new Set<string>();
  const flush = (): void => {
    if (vlan !== undefined) sink.row({ vlan, name: undefined, ports: [...ports] });
    ports = new Set();
  };
  return {
    line(text) {
      const begun = BEGIN.exec(text)?.groups?.['vlan'];
      const port = (TRUNK.exec(text) ?? ALONE.exec(text))?.groups?.['port'] ?? '';
      if (begun !== undefined) {
        flush();
        vlan = Number(begun);
      } else if (vlan === undefined) sink.unknown(text);
      else if (isPortLike(port) && ports.size < PORTS_MAX) ports.add(iosPortName(port));
    },
    end: flush,
  };
});
