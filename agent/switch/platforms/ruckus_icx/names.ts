/**
 * Ports of FastIron: `1/1/24` on stacks, `2/1` on chassis, `24` on the oldest. Configuration and logs say
 * `ethernet 1/1/24`, `ethe 1/1/24`, `e 1/1/24` and `GigabitEthernet1/1/24`; port channels are `lg7`, or `lag 7`.
 */
const PORT = /^\d{1,3}(?:\/\d{1,3}){0,2}(?::\d)?$/;
const LONG =
  /^(?:e|eth|ethe|ethernet|gi|(?:\d{1,3}|ten|fortyG|hundredG)?(?:Gig(?:abit)?)?Ethernet|(?:10|25|40|100)GigabitEthernet|2\.5GigabitEthernet)\s{0,2}(?=\d)/i;
const KINDS: readonly (readonly [RegExp, string])[] = [
  [/^(?:lag|lg)\s?(\d{1,4})$/i, 'lg'],
  [/^(?:mgmt|management)\s?(\d{1,2})$/i, 'mgmt'],
  [/^ve\s?(\d{1,4})$/i, 've'],
  [/^(?:lb|loopback)\s?(\d{1,4})$/i, 'lb'],
  [/^(?:tn|tunnel)\s?(\d{1,4})$/i, 'tn'],
];

export function isIcxPort(text: string): boolean {
  return PORT.test(text) || /^(?:lg\d{1,4}|mgmt\d{1,2})$/.test(text);
}

export function icxPortName(text: string): string {
  const trimmed = text.trim().replace(/\*+$/, '');
  const bare = trimmed.replace(LONG, '');
  if (PORT.test(bare)) return bare;
  for (const [pattern, short] of KINDS) {
    const number = pattern.exec(trimmed)?.[1];
    if (number !== undefined) return `${short}${number}`;
  }
  return trimmed;
}

/** A list that claims more ports than this is cut. */
const LIST_PORTS_MAX = 1_024;

/** `ethe 1/1/3 to 1/1/5 ethe 1/1/7 lag 3` to single names. */
export function icxPorts(list: string): string[] {
  const words = list.trim().split(/\s+/);
  const names: string[] = [];
  let kind = 'ethernet';
  for (let i = 0; i < words.length && names.length < LIST_PORTS_MAX; i += 1) {
    const word = words[i] ?? '';
    if (/^(?:e|eth|ethe|ethernet)$/i.test(word)) kind = 'ethernet';
    else if (/^(?:lag|lg)$/i.test(word)) kind = 'lag';
    else if (/^to$/i.test(word)) {
      i += 1;
      names.push(
        ...range(names.at(-1) ?? '', icxPortName(kind === 'lag' ? `lag ${words[i]}` : (words[i] ?? ''))),
      );
    } else {
      const name = icxPortName(kind === 'lag' ? `lag ${word}` : word);
      if (isIcxPort(name)) names.push(name);
    }
  }
  return names.slice(0, LIST_PORTS_MAX);
}

/** What comes after `from` up to `to`; both are of one module. */
function range(from: string, to: string): string[] {
  const [, prefix, first] = /^(.*?)(\d+)$/.exec(from) ?? [];
  const [, sameAs, last] = /^(.*?)(\d+)$/.exec(to) ?? [];
  const count = Number(last) - Number(first);
  if (prefix === undefined || prefix !== sameAs || !(count >= 1 && count <= LIST_PORTS_MAX)) return [];
  return Array.from({ length: count }, (_, i) => `${prefix}${Number(first) + 1 + i}`);
}
