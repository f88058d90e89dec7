/** How a failure is told: what, where, and what to do about it. */
import type { FieldViolation, WaysideError } from '../../shared/errors.ts';
import { escapeText } from '../../shared/runtime/index.ts';
import type { Host } from './host.ts';
import type { Paint } from './output/color.ts';

/** Problems printed in full; the rest are counted. */
const VIOLATIONS_SHOWN_MAX = 1000;

/**
 * `wayside: message [CODE]`, then every single problem, then the hint. Codes stand at the end so that the words come
 * first, and so that a script or a search engine finds them.
 */
export function reportError(host: Host, error: WaysideError, paint: Paint): void {
  const lines = [`${paint('bad', 'wayside:')} ${escapeText(error.message)} [${error.code}]`];
  for (const { field, message } of untold(error).slice(0, VIOLATIONS_SHOWN_MAX)) {
    lines.push(
      field === ''
        ? `  ${escapeText(message)}`
        : `  ${paint('bold', escapeText(field))}: ${escapeText(message)}`,
    );
  }
  const hidden = error.violations.length - VIOLATIONS_SHOWN_MAX;
  if (hidden > 0) lines.push(`  and ${hidden} more`);
  const hint = hintOf(error);
  if (hint) lines.push(`  ${paint('bold', 'hint:')} ${escapeText(hint)}`);
  host.stderr.write(`${lines.join('\n')}\n`);
}

/** Without the only one, where the first line says it already. */
function untold({ message, violations }: WaysideError): readonly FieldViolation[] {
  const [only, second] = violations;
  const isTold = only && !second && message.includes(only.field) && message.includes(only.message);
  return isTold ? [] : violations;
}

/** Its own hint, else what usually helps. */
export function hintOf(error: WaysideError): string | undefined {
  return error.hint ?? DEFAULT_HINTS[error.code];
}

const DEFAULT_HINTS: Readonly<Partial<Record<WaysideError['code'], string>>> = {
  UNAUTHENTICATED:
    'Check --token-file, or wayside context ls; the admin token is in the data folder of the controller',
  UNAVAILABLE: 'wayside doctor finds out why; wayside context ls shows which controller is meant',
  WRONG_CA: 'Check --ca-file: it must be identity/ca.crt of this very controller',
  NO_CAPABLE_AGENT: 'wayside agent ls shows which agents are online',
  TIMEOUT: 'A longer --timeout gives it more time',
};
