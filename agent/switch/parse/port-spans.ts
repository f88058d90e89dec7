/** Ports that stand side by side, for commands that take a range. */

export interface PortSpan {
  readonly first: string;
  readonly last: string;
}

/** `Gi1/0/1`, `Gi1/0/2`, `Gi1/0/7` to two spans, in rising order within what stands before the last number. */
export function portSpans(ports: readonly string[]): PortSpan[] {
  const spans: { prefix: string; first: number; last: number }[] = [];
  for (const { prefix, number } of [...new Set(ports)].map(split).sort(inOrder)) {
    const open = spans.at(-1);
    if (open?.prefix === prefix && open.last + 1 === number) open.last = number;
    else spans.push({ prefix, first: number, last: number });
  }
  return spans.map(({ prefix, first, last }) => ({ first: name(prefix, first), last: name(prefix, last) }));
}

interface Split {
  readonly prefix: string;
  readonly number: number;
}

/** A name without a number stays whole. */
function split(port: string): Split {
  const [, prefix, number] = /^(.{0,63}?)(\d{1,6})$/.exec(port) ?? [];
  return number === undefined
    ? { prefix: port, number: -1 }
    : { prefix: prefix ?? '', number: Number(number) };
}

function name(prefix: string, number: number): string {
  return number < 0 ? prefix : `${prefix}${number}`;
}

function inOrder(a: Split, b: Split): number {
  return a.prefix === b.prefix ? a.number - b.number : a.prefix < b.prefix ? -1 : 1;
}
