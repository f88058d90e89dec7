import { portNames } from '../../parse/index.ts';

const short = portNames([
  ['FastEthernet', 'fa'],
  ['GigabitEthernet', 'gi'],
  ['TwoPointFiveGigabitEthernet', 'tw'],
  ['FiveGigabitEthernet', 'fi'],
  ['TenGigabitEthernet', 'te'],
  ['TwentyFiveGigabitEthernet', 'twe'],
  ['FortyGigabitEthernet', 'fo'],
  ['HundredGigabitEthernet', 'hu'],
  ['Port-Channel', 'Po'],
  ['Tunnel', 'tunnel'],
]);

/** As the tables print them: `gi1`, `gi1/0/1`, `Po1`. The web pages and some releases say `GE1`, `FE1`, `XG1`, `LAG1`. */
export function smbPortName(text: string): string {
  const [, word, number] = /^(fe|ge|xg|lag)(\d{1,3}(?:\/\d{1,3})*)$/i.exec(text.trim()) ?? [];
  if (word === undefined || number === undefined) return short(text);
  return `${WEB_WORDS[word.toLowerCase()] ?? word}${number}`;
}

const WEB_WORDS: Readonly<Record<string, string>> = { fe: 'fa', ge: 'gi', xg: 'te', lag: 'Po' };
