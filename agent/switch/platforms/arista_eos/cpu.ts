/** EOS is a Linux: `top` tells what is left over. */
import { cpuParser, jsonObject, jsonParser, jsonQuote, jsonText } from '../../parse/index.ts';
import type { Command, CpuRow } from '../../platform.ts';

const text = cpuParser([/^\s*%?Cpu\(s\):.{0,120}?(?<idle>\d{1,3}(?:\.\d{1,2})?)\s?%?\s?id\b/i]);

const json = jsonParser<CpuRow>((answer, sink) => {
  const info = jsonObject(answer['cpuInfo']) ?? {};
  const load = jsonObject(info['%Cpu(s)']) ?? jsonObject(info['cpu']) ?? {};
  const idle = Number(jsonText(load, 'idle') || Number.NaN);
  if (!(idle >= 0 && idle <= 100)) return sink.unknown(jsonQuote(answer));
  sink.row({ fiveSecondsPercent: 100 - idle, minutePercent: undefined, fiveMinutesPercent: undefined });
});

export const cpuCommands: readonly Command<CpuRow>[] = [
  {
    command: 'show processes top once | json',
    parser: json,
    alternative: { command: 'show processes top once', parser: text },
  },
];
