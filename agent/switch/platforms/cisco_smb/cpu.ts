import { cpuParser } from '../../parse/index.ts';
import type { Command, CpuRow } from '../../platform.ts';

export const cpuCommands: readonly Command<CpuRow>[] = [
  {
    command: 'show cpu utilization',
    parser: cpuParser([
      /^\s*five seconds:\s*(?<five>\d{1,3})%;\s*one minute:\s*(?<minute>\d{1,3})%;\s*five minutes:\s*(?<fiveMinutes>\d{1,3})%/i,
    ]),
  },
];
