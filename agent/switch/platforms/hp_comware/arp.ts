/** `display arp` and `display ipv6 neighbors all`: address, MAC, VLAN, interface, and letters for how it was learned. */
import { parseIp, parseMac } from '../../../../shared/model/index.ts';
import { parserOf } from '../../parse/index.ts';
import type { ArpRow, Command } from '../../platform.ts';
import { comwarePortName, isComwarePort } from './names.ts';

const NOTE =
  /^\s*Type\s*:|^\s*IP(?:v6)? address\b|^[-\s]+$|entr(?:y|ies) found|^\s*\d+ entr|^\s*Total\b|^\s*(?:Slot|Member)\b/i;
const TYPES: ReadonlyMap<string, ArpRow['type']> = new Map([
  ['d', 'dynamic'],
  ['s', 'static'],
  ['a', 'static'],
  ['is', 'static'],
  ['i', 'other'],
] as const);

function read(text: string): ArpRow | undefined {
  const [first = '', second = '', vlan = '', name = '', ...rest] = text.trim().split(/\s+/);
  const [address, mac] = [parseIp(first), parseMac(second)];
  if (address === undefined || mac === undefined || name === '') return undefined;
  const isVlanInterface = /^vlan(?:-interface)?\d/i.test(name);
  const letter = rest.findLast((word) => /^[a-z]{1,2}$/i.test(word) && TYPES.has(word.toLowerCase()));
  return {
    address,
    mac,
    vlan: /^\d{1,4}$/.test(vlan)
      ? Number(vlan)
      : isVlanInterface
        ? Number(/\d+$/.exec(name)?.[0])
        : undefined,
    port: isComwarePort(name) && !isVlanInterface ? comwarePortName(name) : undefined,
    type: TYPES.get(letter?.toLowerCase() ?? '') ?? 'other',
  };
}

/** An entry that was asked for and not answered, or is not in use. */
const UNANSWERED = /^\s*[\da-f.:]{3,45}\s+-{1,2}\s/i;
/** A long address stands alone; the rest of its row is in the next line. */
const ADDRESS_ALONE = /^\s*[\da-f]{0,4}:[\da-f:.]{1,45}$/i;

const parser = parserOf<ArpRow>((sink) => {
  let begun: string | undefined;
  const drop = (): void => {
    if (begun !== undefined) sink.unknown(begun);
    begun = undefined;
  };
  return {
    line(text) {
      const row = read(text) ?? (begun === undefined ? undefined : read(`${begun} ${text}`));
      if (row !== undefined) {
        begun = undefined;
        sink.row(row);
        return;
      }
      drop();
      if (ADDRESS_ALONE.test(text)) begun = text;
      else if (!NOTE.test(text) && !UNANSWERED.test(text)) sink.unknown(text);
    },
    isWhole: (text) => read(text) !== undefined || ADDRESS_ALONE.test(text),
    blank: drop,
    end: drop,
  };
});

export const arpCommands: readonly Command<ArpRow>[] = [
  {
    command: 'display arp',
    parser,
    optional: true,
    alternative: { command: 'display arp all', parser, optional: true },
  },
  { command: 'display ipv6 neighbors all', parser, optional: true },
];

export function arpLookup(address: string): Command<ArpRow> {
  return { command: `display ${address.includes(':') ? 'ipv6 neighbors' : 'arp'} ${address}`, parser };
}
