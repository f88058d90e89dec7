/** Does the work for every item, so many at once; ends with the first failure. */
export async function atOnce<T>(
  items: readonly T[],
  max: number,
  work: (item: T, at: number) => Promise<unknown>,
): Promise<void> {
  let next = 0;
  const worker = async (): Promise<void> => {
    for (;;) {
      const at = next;
      next += 1;
      const item = items[at];
      if (item === undefined) return;
      await work(item, at);
    }
  };
  await Promise.all(Array.from({ length: Math.min(max, items.length) }, worker));
}
