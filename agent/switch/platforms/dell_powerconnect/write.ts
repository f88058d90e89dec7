/** How a PowerConnect is configured. Ports go one by one, since each line writes ranges in another way. */

import { textProblemOf } from '../../parse/index.ts';
import type { WriteLine, WriteRecipes } from '../../platform.ts';
import { SMB_SAVED, smbSave, smbVlanLines } from '../cisco_smb/write.ts';
import { portLines, typed, UNTYPED } from '../usual-writes.ts';
import { isChannel } from './names.ts';

/** The device's own bound of a description. */
const TEXT_CHARS_MAX = 64;

/** `g1` and `1/e5` are ports of the kind `ethernet`, `gi1/0/1` names its kind itself. */
function head(port: string): string {
  if (isChannel(port)) return `interface port-channel ${/\d+$/.exec(port)?.[0] ?? port}`;
  return /^(?:\d{1,2}\/)?(?:g|xg|e|t)\d/i.test(port) ? `interface ethernet ${port}` : `interface ${port}`;
}

export const powerconnectWrite: WriteRecipes = {
  enter: typed('configure'),
  leave: typed('end'),
  configPrompt: /^[\w.@:~+/-]{1,64}\((?:config|vlan)[^()\r\n]{0,64}\)# ?$/,
  ports: (ports, change, before) =>
    ports.flatMap((port): WriteLine[] => [
      { line: head(port) },
      ...portLines(change, [before.get(port)], { quotes: 'words' }),
      { line: 'exit' },
    ]),
  rangeMax: 1,
  vlan: smbVlanLines,
  textProblem: (text) => textProblemOf(text, { charsMax: TEXT_CHARS_MAX, forbidden: UNTYPED }),
  save: smbSave.map(({ line, questions = [] }) => ({
    line,
    questions: [...questions, { ask: /\(y\/n\) ?$/i, answer: 'y' }],
  })),
  savedQuietly: SMB_SAVED,
};
