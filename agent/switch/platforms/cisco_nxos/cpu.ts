/** The load over all cores; NX-OS gives what is left over, and averages only as a drawing. */
import { cpuParser, jsonParser, jsonQuote, jsonText } from '../../parse/index.ts';
import type { Command, CpuRow } from '../../platform.ts';

const text = cpuParser([
  /^\s*CPU (?:states|util)\s{0,8}:.{0,80}?(?<idle>\d{1,3}(?:\.\d{1,4})?)% idle/i,
  /CPU utilization for five seconds: {0,4}(?<five>\d{1,3})%(?:\/\d{1,3}%)?; {0,4}one minute: {0,4}(?<minute>\d{1,3})%; {0,4}five minutes: {0,4}(?<fiveMinutes>\d{1,3})%/i,
]);

const json = jsonParser<CpuRow>((answer, sink) => {
  const idle = Number(jsonText(answer, 'cpu_state_idle') || Number.NaN);
  if (!(idle >= 0 && idle <= 100)) return sink.unknown(jsonQuote(answer));
  sink.row({ fiveSecondsPercent: 100 - idle, minutePercent: undefined, fiveMinutesPercent: undefined });
});

export const cpuCommands: readonly Command<CpuRow>[] = [
  {
    command: 'show system resources | json',
    parser: json,
    alternative: { command: 'show system resources', parser: text },
  },
];

export const cpuAlso: readonly Command<CpuRow>[] = [{ command: 'show processes cpu', parser: text }];
