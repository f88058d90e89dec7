/** `show cpu`: three averages in words, per member of a stack. */
import { cpuParser } from '../../parse/index.ts';
import type { Command, CpuRow } from '../../platform.ts';

const parser = cpuParser([
  /^\s*5 sec ave:\s*(?<five>\d{1,3}) percent/i,
  /^\s*1 min ave:\s*(?<minute>\d{1,3}) percent/i,
  /^\s*5 min ave:\s*(?<fiveMinutes>\d{1,3}) percent/i,
  // The oldest tell one figure over the time since somebody asked last.
  /^\s*(?<fiveMinutes>\d{1,3}) percent busy, from/i,
]);

const inSystem = cpuParser([/CPU Util \(%\)\s*:\s*(?<five>\d{1,3})\b/i]);

export const cpuCommands: readonly Command<CpuRow>[] = [
  { command: 'show cpu', parser, alternative: { command: 'show system', parser: inSystem } },
];
