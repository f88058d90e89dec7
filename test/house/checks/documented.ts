/** Refuses a code, metric or config key whose meaning nobody wrote down. The pages themselves are generated. */
import { type Violation, violation } from '../tree.ts';

export interface Documented {
  readonly name: string;
  readonly doc: string;
}

/** `path` is the table's file. A doc is a sentence: it starts with a capital, digit or code, and ends with a stop. */
export function checkDocumented(path: string, rows: readonly Documented[]): readonly Violation[] {
  const seen = new Set<string>();
  return rows.flatMap(({ name, doc }) => {
    const twice = seen.has(name) ? [violation(path, 1, `${name} is in the table twice`)] : [];
    seen.add(name);
    const spoken = /^[A-Z0-9`'"/].{8,}[.!]$/s.test(doc);
    return spoken ? twice : [...twice, violation(path, 1, `${name} has no doc sentence: "${doc}"`)];
  });
}
