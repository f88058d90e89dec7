/** Names of ports as people type them: short and long, in lists and ranges. */

/** More ports than one line ever names. */
const SPREAD_MAX = 512;

/** The first letter of the kind and the numbers: `GigabitEthernet 1/0/1`, `Gi1/0/1` and `ge1/0/1` are one. */
export function keyOf(text: string): string {
  const bare = text.replace(/\s+/g, '').toLowerCase();
  return bare.replace(/^([a-z])[a-z-]*(?=\d)/, '$1');
}

/** For platforms whose ports are numbers: the word before them says nothing. */
export function numberKeyOf(text: string): string {
  return keyOf(text).replace(/^[a-z]/, '');
}

/** For platforms that have one spelling only. */
export function exactKeyOf(text: string): string {
  return text.trim();
}

/** `1/1/1-4,1/1/7`, `Gi1/0/1-Gi1/0/4`, `ethernet 1/1/1 to 1/1/4 ethernet 1/1/7`, each port by itself. */
export function spread(list: string): string[] {
  const pieces = list
    .replace(/\s+to\s+/gi, '-')
    .replace(/([a-z])\s+(?=\d)/gi, '$1')
    .split(/[\s,]+/);
  return pieces.filter((piece) => piece !== '').flatMap(spreadOne);
}

function spreadOne(piece: string): string[] {
  const [, head = '', first, last] =
    /^(.*?)(\d{1,4})-(?:[a-z]{0,24}(?:\d{1,3}[/:])*)(\d{1,4})$/i.exec(piece) ?? [];
  if (first === undefined || last === undefined) return [piece];
  const count = Number(last) - Number(first) + 1;
  if (count < 1 || count > SPREAD_MAX) return [piece];
  return Array.from({ length: count }, (_, index) => `${head}${Number(first) + index}`);
}
