/** Refuses an error code for which the page about troubles has no section: the README promises one for each. */
import { type Violation, violation } from '../tree.ts';

const PAGE = 'deploy/guide/troubleshooting.md';

/** `text` is the page. A section is for every code that its heading names; one that no table has is refused, too. */
export function checkCures(text: string, codes: readonly string[]): readonly Violation[] {
  const named = text.split('\n').flatMap((line, at) =>
    (/^### (.*)$/.exec(line)?.[1]?.match(/\b[A-Z]+(?:_[A-Z]+)+\b/g) ?? []).map((code) => ({
      code,
      line: at + 1,
    })),
  );
  const words = new Set(
    text.split('\n').flatMap((line) => /^### (.*)$/.exec(line)?.[1]?.split(/[, ]+/) ?? []),
  );
  return [
    ...codes
      .filter((code) => !words.has(code))
      .map((code) => violation(PAGE, 1, `${code} has no section: what is a person to do about it?`)),
    ...named
      .filter(({ code }) => !codes.includes(code))
      .map(({ code, line }) => violation(PAGE, line, `${code} is no error code`)),
  ];
}
