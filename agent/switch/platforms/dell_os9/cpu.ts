import { cpuParser } from '../../parse/index.ts';
import type { Command, CpuRow } from '../../platform.ts';

const parser = cpuParser([
  /^\s*(?:UNIT|CP|RP\d?|LP|Slot|Stack-?unit)\S{0,4}\s+(?<five>\d{1,3}(?:\.\d{1,4})?)%\s+(?<minute>\d{1,3}(?:\.\d{1,4})?)%\s+(?<fiveMinutes>\d{1,3}(?:\.\d{1,4})?)%/i,
  /CPU utilization for five seconds:\s*(?<five>\d{1,3})%(?:\/\d{1,3}%)?;\s*one minute:\s*(?<minute>\d{1,3})%;\s*five minutes:\s*(?<fiveMinutes>\d{1,3})%/i,
]);

export const cpuCommands: readonly Command<CpuRow>[] = [
  {
    command: 'show processes cpu summary',
    parser,
    // Older releases print all processes below the line.
    alternative: { command: 'show processes cpu', parser },
  },
];
