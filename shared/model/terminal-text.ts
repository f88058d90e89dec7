/**
 * Texts that a switch would print among its answers, and that look there like its pager, its prompt or a refusal: whoever reads
 * the switch line by line could take them for these. They are refused wherever such a text would be set.
 */

const PAGERS: readonly RegExp[] = [
  ...[/-{2,} ?\(?more\b/i, /\bmore: ?<space>/i, /-- \[q quit/i, /\bpress <space> to continue/i],
];

const PROMPTS: readonly RegExp[] = [
  // `sw1#`, `sw1(config-if)#`, `ada@sw1>`, `<sw1>`, `[sw1-Vlan10]`
  /^(?:\w{1,8}_[A-Z])?[\w.@:~+/-]{1,96}(?:\([^()]{1,64}\))?[>#]$/,
  /^(?:\w{1,8}_[A-Z])?(?:<[\w.@:~+/-]{1,96}>|\[[~*]?[\w.@:~+/-]{1,96}\])$/,
  // `* sw1.12 #`, `[ada@sw1] /interface>`
  /^(?:[*!] ?)?(?:\([\w .-]{1,32}\) ?)?[\w-][\w .@:+/-]{0,63}\.\d{1,7} ?[>#]$/,
  /^\[[^\]@]{1,64}@[^\]]{1,64}\] ?[\w /-]{0,64}>$/,
];

const REFUSALS: readonly RegExp[] = [
  /^%/,
  /^(?:error\b|failure ?:|failed ?:)/i,
  /^(?:invalid|incomplete|ambiguous|unrecognized|unknown|bad) (?:input|command|argument|parameter|value|interface)/i,
  /^(?:command (?:rejected|not found|authorization)|permission denied|access denied|authorization failed|not authorized|not enough permissions|insufficient privilege|syntax error|missing argument|no such (?:item|command)|no such command or not permitted)/i,
];

/** What is wrong with the text, in words that follow its name; `undefined`: nothing. */
export function terminalTextProblem(text: string): string | undefined {
  const plain = text.trim();
  const is = (patterns: readonly RegExp[]): boolean => patterns.some((pattern) => pattern.test(plain));
  const what = is(PAGERS) ? 'the pager' : is(PROMPTS) ? 'the prompt' : is(REFUSALS) ? 'a refusal' : undefined;
  return what && `"${plain.slice(0, SHOWN_MAX)}" looks like ${what} of a switch`;
}

const SHOWN_MAX = 40;
