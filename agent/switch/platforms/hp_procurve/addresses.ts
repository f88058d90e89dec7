/** `show running-config`: a VLAN names its addresses, which `show arp` does not tell. */
import { parserOf, type Section, SectionReader } from '../../parse/index.ts';
import type { Command, OwnAddressRow } from '../../platform.ts';

const VLAN = /^vlan\s+(\d{1,4})$/i;
const MANAGEMENT = /^management-vlan\s+(\d{1,4})$/i;
const ADDRESS = /^ip(?:v6)?\s+address\s+(\S{1,64})/i;

const parser = parserOf<OwnAddressRow>((sink) => {
  const take = ({ head, lines }: Section): void => {
    const managed = MANAGEMENT.exec(head)?.[1];
    const vlan = Number(VLAN.exec(head)?.[1] ?? managed);
    const address = lines.map((line) => ADDRESS.exec(line)?.[1]).find((text) => text !== undefined);
    if (managed !== undefined) sink.row({ place: undefined, vlan, address: 'management' });
    else if (address !== undefined) sink.row({ place: undefined, vlan, address });
  };
  const sections = new SectionReader((head) => VLAN.test(head) || MANAGEMENT.test(head), take);
  return { line: (text) => sections.line(text), end: () => sections.end() };
});

export const ownAddresses: readonly Command<OwnAddressRow>[] = [{ command: 'show running-config', parser }];
