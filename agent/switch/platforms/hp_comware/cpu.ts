/** `display cpu-usage`: three averages per slot. */
import { cpuParser } from '../../parse/index.ts';
import type { Command, CpuRow } from '../../platform.ts';

const parser = cpuParser([
  /^\s*(?<five>\d{1,3})% in last 5 seconds/i,
  /^\s*(?<minute>\d{1,3})% in last 1 minute/i,
  /^\s*(?<fiveMinutes>\d{1,3})% in last 5 minutes/i,
]);

export const cpuCommands: readonly Command<CpuRow>[] = [{ command: 'display cpu-usage', parser }];
