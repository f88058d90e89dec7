/** `show mac address-table` of Catalyst 2900 to 9600, routers with switch modules and industrial Ethernet. */

import { fdbParser } from '../../parse/index.ts';
import type { Command, FdbRow } from '../../platform.ts';
import { iosPortName } from './names.ts';

/** The service instance of a port that hands its frames to a bridge domain: `Gi0/1/0.EFP100`, `Gi0/0/1.ServInst.100`. */
const SERVICE_INSTANCE = /\.(?:EFP|ServInst\.)\d{1,5}\s*$/i;

const parser = fdbParser({
  portName: iosPortName,
  prepare: (line) => line.replace(SERVICE_INSTANCE, ''),
  notes: [
    /^\s*(?:Nile )?Mac Address (?:Table|Entries)/i,
    /^(?:Legend|Codes):/,
    /^\s*(?:age|n\/a|[A-Z#*]) - /,
    /^\s*(?:Unicast|Multicast) Entries/i,
    /^(?:Non-static|Static|Secure|Dynamic|Self) Address Table:/i,
    /^[\w ()-]{1,80} Count\s*:\s*\d+$/i,
    /^(?:Total|Maximum) [\w ().-]{1,80}:.{0,40}$/i,
    /^(?:Displaying entries from|(?:NM )?Slot|Module|Supervisor|EHWIC|HWIC|NIM|Line ?card)\b/i,
    /^No (?:entries|MAC|matching)\b/i,
    /^\s*Aging time\b/i,
  ],
});

function ask(rest: string): Command<FdbRow> {
  // Until 12.1 the command was one word; some 12.2 lines take only that.
  const alternative = { command: `show mac-address-table${rest}`, parser };
  return { command: `show mac address-table${rest}`, parser, alternative };
}

export const fdbCommands: readonly Command<FdbRow>[] = [ask('')];

/** `mac` in the platform's spelling, `0011.2233.4455`. */
export function fdbLookup(mac: string): Command<FdbRow> {
  return ask(` address ${mac}`);
}

export function fdbOfPort(port: string): Command<FdbRow> {
  return ask(` interface ${port}`);
}
