/** The table of platforms in the README: what recordings prove, and what is read by rules from manuals. */

import type { CommandClass } from '../../agent/switch/platform.ts';
import { findPlatform } from '../../agent/switch/platforms/index.ts';
import { CLASS_WORDS } from '../../agent/switch/unproven.ts';
import { platformIds } from '../../shared/model/index.ts';
import { defaultFixtures } from './parse.ts';
import { COMMAND_CLASSES } from './parse-kinds.ts';
import { recordingNames } from './parse-recordings.ts';
import { classesOf, unprovenClasses, unprovenCommands } from './parse-unproven.ts';

/** More of one platform are counted. */
const COMMANDS_NAMED_MAX = 4;

export function platformTable(): string {
  const recordings = recordingNames(defaultFixtures());
  const unproven = unprovenClasses(recordings, findPlatform);
  const commands = unprovenCommands(recordings, findPlatform);
  const rows = platformIds.map((id) => {
    const platform = findPlatform(id);
    const own = recordings.filter((recording) => findPlatform(recording.platform)?.id === id);
    const classes = own.flatMap((recording) => classesOf(recording, platform));
    const recorded = COMMAND_CLASSES.flatMap((name) => {
      const count = classes.filter((other) => other === name).length;
      return count === 0 ? [] : [`${CLASS_WORDS[name]} (${count})`];
    });
    const missing = unproven.find((one) => one.platform === id)?.classes ?? [];
    const unmet = shortened(commands.filter((one) => one.platform === id).map(({ command }) => command));
    return `| ${platform?.title ?? id} | \`${id}\` | ${listed(recorded)} | ${listed([...missing.map(wordsOf), ...unmet])} |`;
  });
  return ['| platform | name in `--platform` | recorded | unproven |', '|---|---|---|---|', ...rows].join(
    '\n',
  );
}

/** The report names them all. */
function shortened(commands: readonly string[]): string[] {
  if (commands.length > COMMANDS_NAMED_MAX) return [`${commands.length} of the commands of a scan`];
  return commands.map((command) => `\`${command.replaceAll('|', '\\|')}\``);
}

function wordsOf(name: CommandClass): string {
  return CLASS_WORDS[name];
}

function listed(texts: readonly string[]): string {
  return texts.length === 0 ? '-' : texts.join(', ');
}
