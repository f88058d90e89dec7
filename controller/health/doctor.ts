/** What the checks find, as somebody may see it. What is well is said too, so that silence never means "not looked at". */
import { WaysideError } from '../../shared/errors.ts';
import { type Finding, mayAt, type ReasonedFinding, wellFound } from '../../shared/model/index.ts';
import type { Sight } from '../inventory/index.ts';
import type { Check } from './check.ts';

/** Findings of one reason that are named one by one; the others are counted. */
export const SHOWN_PER_REASON_MAX = 20;

/** What concerns the controller itself is shown to admins of every site, also with a token that is for reading only. */
export function seesController({ principal }: Sight): boolean {
  if (principal.type === 'user') return mayAt({ ...principal, readOnly: false }, 'admin', { site: '*' });
  return principal.type === 'system';
}

/** Of a site, to who sees it with its network. */
export function seesFinding(sight: Sight, site: string): boolean {
  return site === '' ? seesController(sight) : sight.seesSite(site);
}

/** With the words of the cause for the full view alone: they name addresses. */
export function wordsFor(
  sight: Sight,
  { site = '', message, detail = '' }: Pick<Finding, 'site' | 'message' | 'detail'>,
): string {
  if (detail === '') return message;
  const isFull = site === '' ? seesController(sight) : sight.siteView(site) === 'full';
  return isFull ? `${message}: ${detail}` : message;
}

/** A finding per check at least, where there is something in view to look at. */
export function diagnose(checks: readonly Check[], sight: Sight): readonly Finding[] {
  const own = seesController(sight);
  return checks
    .filter((check) => check.of === 'sites' || own)
    .flatMap((check) => {
      try {
        return examine(check, sight);
      } catch (error) {
        // One that breaks hides no other; its words are for whoever can look at the log.
        const { code, message } = WaysideError.from(error);
        return [
          { ...unsure(check, `this check failed: ${own ? `${code}: ${message}` : code}`), level: 'problem' },
        ];
      }
    });
}

function examine(check: Check, sight: Sight): readonly Finding[] {
  if (check.of === 'sites' && !seesAnySite(sight)) return [wellFound(check.name, NOT_TOLD)];
  const all = check.run();
  if (!all) return [unsure(check, 'it is still being found out')];
  const found = all.filter(({ site = '' }) => seesFinding(sight, site));
  if (found.length > 0) return shorten(found).map((finding) => shownTo(sight, finding));
  const well = check.well((site) => sight.seesSite(site));
  return well === undefined ? [] : [wellFound(check.name, well)];
}

const NOT_TOLD = 'not told to you: it needs a role for a whole site, with more than the port view';

function seesAnySite({ principal, everything }: Sight): boolean {
  if (everything || principal.type !== 'user') return true;
  return principal.grants.some(
    ({ switchView, scopes }) => switchView !== 'port' && scopes.some(({ floor }) => floor === undefined),
  );
}

function unsure({ name }: Check, message: string): Finding {
  return {
    level: 'warning',
    check: name,
    message,
    hint: 'Ask again in a moment; the log of the controller says more.',
  };
}

function shownTo(sight: Sight, { detail, ...finding }: Finding): Finding {
  return { ...finding, message: wordsFor(sight, { ...finding, detail }) };
}

/** The first ones of each reason, and how many more; in the order that they came. */
function shorten(found: readonly ReasonedFinding[]): readonly Finding[] {
  const counts = new Map<string, number>();
  const shown: Finding[] = [];
  for (const finding of found) {
    const nth = (counts.get(finding.reason) ?? 0) + 1;
    counts.set(finding.reason, nth);
    if (nth <= SHOWN_PER_REASON_MAX) shown.push(finding);
  }
  const more = [...counts].filter(([, count]) => count > SHOWN_PER_REASON_MAX);
  return [...shown, ...more.map(([reason, count]) => moreOf(found, reason, count - SHOWN_PER_REASON_MAX))];
}

function moreOf(found: readonly ReasonedFinding[], reason: string, count: number): Finding {
  const first = found.find((finding) => finding.reason === reason);
  const hint = `wayside alert ls --reason ${reason} lists them all`;
  const { level = 'problem', check = '' } = first ?? {};
  return {
    level,
    check,
    message: `${count} more of ${reason}`,
    hint,
    ...(first && { reason: first.reason }),
  };
}
