/** `CPU utilization for five seconds: 6%/0%; one minute: 7%; five minutes: 7%`, one line per core on some. */
import { cpuParser } from '../../parse/index.ts';
import type { Command, CpuRow } from '../../platform.ts';

const parser = cpuParser([
  /(?:CPU utilization for|Core \d{1,3}: CPU utilization for) five seconds: {0,4}(?<five>\d{1,3})%(?:\/\d{1,3}%)?; {0,4}one minute: {0,4}(?<minute>\d{1,3})%; {0,4}five minutes: {0,4}(?<fiveMinutes>\d{1,3})%/i,
]);

/** Only the line of totals: the list of processes is long. */
export const cpuCommands: readonly Command<CpuRow>[] = [
  {
    command: 'show processes cpu | include CPU',
    parser,
    alternative: { command: 'show processes cpu', parser },
  },
];

export const cpuAlso: readonly Command<CpuRow>[] = [{ command: 'show processes cpu sorted', parser }];
