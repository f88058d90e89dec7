/** Which classes of which platforms no recording proves: told by the folder of recordings, not by a list. */

import type { Command, CommandClass, Platform } from '../../agent/switch/platform.ts';
import { platformIds } from '../../shared/model/index.ts';
import { findReader, readingClasses } from './parse-command.ts';
import { COMMAND_CLASSES, classOfCommand, ourName } from './parse-kinds.ts';
import type { RecordingName } from './parse-recordings.ts';

/** The classes a recording is judged in: those whose commands read it, else the one that its name tells. */
export function classesOf(recording: RecordingName, platform: Platform | undefined): readonly CommandClass[] {
  const reading = platform === undefined ? [] : readingClasses(platform, recording.command);
  if (reading.length > 0) return reading;
  const named = classOfCommand(recording.command);
  return named === undefined ? [] : [named];
}

export interface Unproven {
  readonly platform: string;
  readonly classes: readonly CommandClass[];
}

/** In the order of ids; platforms with a recording of each class are left out. */
export function unprovenClasses(
  recordings: readonly RecordingName[],
  findPlatform: (id: string) => Platform | undefined,
): Unproven[] {
  const proven = new Map<string, Set<CommandClass>>();
  for (const recording of recordings) {
    const platform = findPlatform(recording.platform);
    const id = platform?.id ?? ourName(recording.platform);
    const classes = proven.get(id) ?? new Set();
    for (const name of classesOf(recording, platform)) classes.add(name);
    proven.set(id, classes);
  }
  return platformIds
    .map((platform) => ({
      platform,
      classes: COMMAND_CLASSES.filter((name) => proven.get(platform)?.has(name) !== true),
    }))
    .filter(({ classes }) => classes.length > 0);
}

export interface UnprovenCommand {
  readonly platform: string;
  readonly class: CommandClass;
  readonly command: string;
}

/** Commands of a scan whose parser no recording has met, though others of their class were recorded. */
export function unprovenCommands(
  recordings: readonly RecordingName[],
  findPlatform: (id: string) => Platform | undefined,
): UnprovenCommand[] {
  const met = new Set<unknown>();
  for (const recording of recordings) {
    const platform = findPlatform(recording.platform);
    for (const name of platform === undefined ? [] : readingClasses(platform, recording.command))
      met.add(platform && findReader(platform, name, recording.command)?.parser);
  }
  const none = new Map(unprovenClasses(recordings, findPlatform).map((one) => [one.platform, one.classes]));
  return platformIds.flatMap((id) => {
    const platform = findPlatform(id);
    if (platform === undefined) return [];
    return COMMAND_CLASSES.filter((name) => none.get(id)?.includes(name) !== true).flatMap((name) => {
      const asked: readonly Command<unknown>[] = platform.commands[name];
      return asked
        .filter(({ parser }) => !met.has(parser))
        .map(({ command }) => ({ platform: id, class: name, command }));
    });
  });
}
