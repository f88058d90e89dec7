import { cpuParser } from '../../parse/index.ts';
import type { Command, CpuRow } from '../../platform.ts';

/** The last line of `show process cpu`, of every unit where a stack prints several. */
export const cpuCommands: readonly Command<CpuRow>[] = [
  {
    command: 'show process cpu',
    parser: cpuParser([
      /^\s*Total CPU Utilization\s+(?<five>\d{1,3}(?:\.\d{1,4})?)%\s+(?<minute>\d{1,3}(?:\.\d{1,4})?)%\s+(?<fiveMinutes>\d{1,3}(?:\.\d{1,4})?)%/i,
    ]),
  },
];
