/** `show mac-address-table` of AOS-CX. */
import { fdbParser } from '../../parse/index.ts';
import type { Command, FdbRow, LineParser } from '../../platform.ts';
import { aoscxPortName } from './names.ts';

const table = fdbParser({
  portName: aoscxPortName,
  // Shared by both switches of a VSX pair: `lag10(mc)`.
  prepare: (line) => line.trimEnd().replace(/\(mc\)$/, ''),
  notes: [
    /^\s*MAC age-time\s*:/i,
    /^\s*Number of (?:\w+ ){0,3}MAC addresses\s*:/i,
    /^\s*No MAC entries found/i,
    /^\s*(?:Flags|Legend|Codes)\b/i,
  ],
});

/** Learned from another site over a tunnel: `vxlan1(10.0.0.1)`. */
const FAR = /\s(?:vxlan\d{1,5}(?:\([\d.a-f:]{2,45}\))?|tunnel\d{1,5})\s*$/i;
const parser = (): LineParser<FdbRow> => {
  const inner = table();
  return {
    push(line) {
      if (!FAR.test(line)) inner.push(line);
    },
    end: () => inner.end(),
  };
};

export const fdbCommands: readonly Command<FdbRow>[] = [{ command: 'show mac-address-table', parser }];

export function fdbLookup(mac: string): Command<FdbRow> {
  return { command: `show mac-address-table address ${mac}`, parser };
}

export function portFdb(port: string): Command<FdbRow> {
  return { command: `show mac-address-table port ${port}`, parser };
}
