import { cpuParser } from '../../parse/index.ts';
import type { Command, CpuRow } from '../../platform.ts';

/** The head of a list of processes tells what the processor had left to do. */
export const cpuCommands: readonly Command<CpuRow>[] = [
  {
    command: 'show processes node-id 1 | grep Cpu',
    parser: cpuParser([/^%?Cpu\(s\):.{1,80}?[\s,](?<idle>\d{1,3}(?:\.\d{1,2})?)[ %]?\s?id\b/i]),
  },
];
