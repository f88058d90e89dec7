/** `show cpu-utilization`: averages over one, five, sixty and three hundred seconds. */
import { cpuParser } from '../../parse/index.ts';
import type { Command, CpuRow } from '../../platform.ts';

const parser = cpuParser([
  /^\s*5\s+sec avg:\s+(?<five>\d{1,3}) percent/i,
  /^\s*60\s+sec avg:\s+(?<minute>\d{1,3}) percent/i,
  /^\s*300\s+sec avg:\s+(?<fiveMinutes>\d{1,3}) percent/i,
  // Chassis: `Cpu Utilization Past 5 Seconds ... 3%`, one line each.
  /^\s*(?:last|past)\s+5 sec\w{0,5}\D{0,20}(?<five>\d{1,3})/i,
]);

export const cpuCommands: readonly Command<CpuRow>[] = [
  { command: 'show cpu-utilization', parser, alternative: { command: 'show cpu', parser } },
];
