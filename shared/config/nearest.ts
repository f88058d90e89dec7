/** "Did you mean …": the known name that a wrong one most likely stands for. */

/** Names longer than this are not compared: nobody typed them. */
const NAME_LENGTH_MAX = 80;

/**
 * The known name closest to a wrong one, or `undefined` when none is close.
 * Case, dots, dashes and underscores do not count, and a part that is right (`timeout`, `level`) is enough.
 */
export function nearestName(wrong: string, known: readonly string[]): string | undefined {
  if (wrong.length > NAME_LENGTH_MAX) return undefined;
  const plain = simplify(wrong);
  if (plain === '') return undefined;
  let best: { readonly name: string; readonly distance: number } | undefined;
  for (const name of known) {
    const distance = editDistance(plain, simplify(name));
    if (!best || distance < best.distance) best = { name, distance };
  }
  if (best && best.distance <= Math.max(1, Math.floor(plain.length / 3))) return best.name;
  const lastPart = simplify(wrong.split('.').at(-1) ?? wrong);
  return lastPart.length < 4 ? undefined : known.find((name) => simplify(name).includes(lastPart));
}

function simplify(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '');
}

/** Insertions, deletions, replacements and swaps of neighbours, each counting one. */
function editDistance(a: string, b: string): number {
  let beforeLast: readonly number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let cost = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + same);
      if (a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        cost = Math.min(cost, (beforeLast[j - 2] ?? cost) + 1);
      row.push(cost);
    }
    beforeLast = last;
    last = row;
  }
  return last[b.length] ?? 0;
}
