import type { Db } from './db.ts';

/** What the work gives or throws, as if it were done; nothing that it writes stays. What it keeps in memory is its own affair. */
export function tried<T>(db: Db, work: () => T): T {
  const takeBack = new Error('only tried');
  let given: { readonly value: T } | undefined;
  try {
    db.transaction(() => {
      given = { value: work() };
      throw takeBack;
    })();
  } catch (error) {
    if (error !== takeBack) throw error;
  }
  if (!given) throw takeBack;
  return given.value;
}
