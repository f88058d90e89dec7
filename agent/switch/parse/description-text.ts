/** What a person's text must not hold to be typed behind `description`. */

export interface TextRules {
  readonly charsMax: number;
  /** Letters beside the printable ones of ASCII that would end the text or open help. */
  readonly forbidden: RegExp;
}

/** In words for the person, or undefined when the text can be typed as it is. */
export function textProblemOf(text: string, { charsMax, forbidden }: TextRules): string | undefined {
  if (text.length > charsMax) return `at most ${charsMax} characters, this has ${text.length}`;
  if (!/^[\x20-\x7e]*$/.test(text)) return 'only letters, digits and signs of ASCII, no line ends';
  if (text !== text.trim()) return 'no blanks at the begin or the end';
  const found = forbidden.exec(text)?.[0];
  return found === undefined ? undefined : `the sign ${found} cannot be typed here`;
}
