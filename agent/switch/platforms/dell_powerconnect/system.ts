/** What the switch says of itself. `show version` names hardware and software, `show system` the rest. */

import { systemParser } from '../../parse/index.ts';
import type { Command, LineParser, SystemRow } from '../../platform.ts';
import { unitSerials, versionPage } from '../cisco_smb/system.ts';
import { os6Version } from '../dell_os6/system.ts';

const system = systemParser([
  { field: 'hostname', pattern: /^\s*System Name:\s*(\S+)/i },
  { field: 'baseMac', pattern: /^\s*(?:System|Burned In) MAC Address:\s*(\S+)/i },
  { field: 'model', pattern: /^\s*(?:System Model ID|Machine Type|Type):\s*(\S.*)$/i },
  { field: 'model', pattern: /^\s*System Description:\s*(.*PowerConnect.*)$/i },
]);

/** Marvell's page or Broadcom's: only one of them finds its facts. */
function version(): LineParser<SystemRow> {
  const readers = [versionPage(), os6Version()];
  return {
    push(line) {
      for (const reader of readers) reader.push(line);
    },
    end() {
      const ends = readers.map((reader) => reader.end());
      return (
        ends.find(({ rows }) => rows.length > 0) ?? ends[0] ?? { rows: [], unknown: [], unknownCount: 0 }
      );
    },
  };
}

export const systemCommands: readonly Command<SystemRow>[] = [
  { command: 'show version', parser: version },
  { command: 'show system', parser: system },
  { command: 'show system id', parser: unitSerials, optional: true },
];
