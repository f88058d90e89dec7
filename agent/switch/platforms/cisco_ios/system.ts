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

/** The first entry is the chassis; on the oldest ones it has no PID. */
const inventory = parserOf<SystemRow>((sink) => {
  let first = true;
  return {
    line(text) {
      const { model, serial } = /^PID:\s*(?<model>[^\s,]*).*?\bSN:\s*(?<serial>\S*)/.exec(text)?.groups ?? {};
      if (model === undefined || serial === undefined) {
        if (!/^NAME:/.test(text)) sink.unknown(text);
        return;
      }
      if (first) sink.row({ ...(model === '' ? {} : { model }), ...(serial === '' ? {} : { serial }) });
      first = false;
    },
  };
});

export const systemCommands: readonly Command<SystemRow>[] = [
  { command: 'show version', parser: version },
  { command: 'show inventory', parser: inventory, optional: true },
];
