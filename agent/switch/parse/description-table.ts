/** `show interfaces description` of Cisco and its relatives: Interface, Status, Protocol, Description to the end of the line. */
import type { LineParser, PortRow } from '../platform.ts';
import { parserOf } from './line-parser.ts';
import { isPortLike } from './port-names.ts';

const ROW =
  /^\s*(?<name>\S+)\s+(?<status>admin(?:istratively)? down|admin-down|up|down|deleted|reset|err-disabled|disabled|unknown|init)(?: \(spoofing\))?\s+(?<protocol>up|down|looped|dormant|notpresent|lowerlayerdown|unknown|testing)(?: \(spoofing\))?(?:\s+(?<text>\S.*))?$/i;
const HEADING = /^\s*Interface\s+Status\s+Protocol\b/i;

export function descriptionParser(portName: (text: string) => string): () => LineParser<PortRow> {
  const read = (text: string): PortRow | undefined => {
    const groups = ROW.exec(text)?.groups;
    const name = groups?.['name'] ?? '';
    if (groups === undefined || !isPortLike(name)) return undefined;
    const status = (groups['status'] ?? '').toLowerCase();
    const isShut = status.startsWith('admin');
    const isUp = /^up$/i.test(groups['protocol'] ?? '') && status === 'up';
    const description = (groups['text'] ?? '').trim();
    return {
      name: portName(name),
      description: description === '' || description === '--' ? undefined : description,
      adminUp: !isShut,
      operUp: isUp,
      state: isShut ? 'disabled' : status,
      speedMbps: undefined,
      duplex: undefined,
      mode: undefined,
      vlan: undefined,
      lag: undefined,
    };
  };
  return parserOf<PortRow>((sink) => ({
    line(text) {
      const row = read(text);
      if (row !== undefined) sink.row(row);
      else if (!HEADING.test(text)) sink.unknown(text);
    },
    isWhole: (text) => read(text) !== undefined,
  }));
}
