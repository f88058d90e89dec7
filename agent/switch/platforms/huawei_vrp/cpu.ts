/** `display cpu-usage` of VRP 5, `display cpu` of VRP 8. */
import { cpuParser } from '../../parse/index.ts';
import type { Command, CpuRow } from '../../platform.ts';

const parser = cpuParser([
  /CPU utilization for five seconds:\s{0,4}(?<five>\d{1,3})%\s{0,4}[:,;]\s{0,4}one minute:\s{0,4}(?<minute>\d{1,3})%\s{0,4}[:,;]\s{0,4}five minutes:\s{0,4}(?<fiveMinutes>\d{1,3})%/i,
  /^\s*CPU Usage\s{0,20}:\s{0,4}(?<five>\d{1,3})(?:\.\d{1,2})?%/i,
  /^\s*System CPU Using Percentage\s{0,20}:\s{0,4}(?<five>\d{1,3})%/i,
  // `cpu0  9%  9%  9%`: now, one minute, five minutes.
  /^\s*cpu\d{1,2}\s+(?<five>\d{1,3})%\s+(?<minute>\d{1,3})%\s+(?<fiveMinutes>\d{1,3})%/i,
]);

export const cpuCommands: readonly Command<CpuRow>[] = [
  { command: 'display cpu-usage', parser, alternative: { command: 'display cpu', parser } },
];
