import { parserOf, systemParser } from '../../parse/index.ts';
import type { Command, SystemRow } from '../../platform.ts';

const version = systemParser([
  { field: 'hostname', pattern: /^(\S+) uptime is / },
  { field: 'softwareVersion', pattern: /Software\s+\([^)]*\),\s+(?:Experimental )?Version ([^,\s]+)/ },
  { field: 'model', pattern: /^cisco (\S+) \(.*\b(?:processor|bytes of memory)\b/i },
  { field: 'model', pattern: /^Model number\s*:\s*(\S+)/i },
  { field: 'serial', pattern: /^(?:Processor board ID|System serial number\s*:)\s*([^\s,]+)/i },
  { field: 'baseMac', pattern: /^Base ethernet MAC address\s*:\s*(\S+)/i },
]);

/** The first entry that says anything is the chassis; on the oldest ones it has no PID. */
const inventory = parserOf<SystemRow>((sink) => {
  let first = true;
  return {
    line(text) {
      const entry = /^PID:\s*(?<model>[^\s,]*).*?\bSN:\s*(?<serial>\S*)/.exec(text)?.groups;
      if (entry === undefined) {
        if (!/^NAME:/i.test(text)) sink.unknown(text);
        return;
      }
      const row = { ...told('model', entry['model']), ...told('serial', entry['serial']) };
      if (!first || Object.keys(row).length === 0) return;
      sink.row(row);
      first = false;
    },
  };
});

function told(field: 'model' | 'serial', text: string | undefined): SystemRow {
  return text === undefined || /^(?:|n\/a|unknown|unspecified)$/i.test(text) ? {} : { [field]: text };
}

export const systemCommands: readonly Command<SystemRow>[] = [
  { command: 'show version', parser: version },
  { command: 'show inventory', parser: inventory, optional: true },
];
