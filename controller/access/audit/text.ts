/** Bounds of an entry: whatever callers send, an entry stays small and no text of it can pass for another line of a log. */
import type { AuditEntry } from '../../../shared/model/index.ts';

/** Of one text. */
const TEXT_CHARS_MAX = 200;
const WHY_CHARS_MAX = 500;
/** Sites, targets and details named in one entry; more are counted. */
const NAMED_MAX = 20;
const DETAILS_MAX = 16;
/** The detail that holds what was typed on a device and what came back; it may be longer than others. */
export const TYPED_DETAIL = 'typed';
const TYPED_CHARS_MAX = 7_000;

/** What happened, before it has its number. */
export type AuditFact = Omit<AuditEntry, 'seq'>;

/** Control characters, line and paragraph ends, marks that turn the direction of text, half characters. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const UNSEEN = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]/gu;

/** Tokens of every sort, pasted where a name should be: their id may stay, it is no secret. */
const TOKEN = /\b(w[a-z]{1,3}\d\.(?:[0-9a-z]{26}\.)?)[\w-]{20,}(?:\.[\w-]+)*/g;

/** Cut, without the secrets of tokens, and with what cannot be seen written as `\u001b`. */
export function auditText(text: string, charsMax: number = TEXT_CHARS_MAX): string {
  const told = text.replace(TOKEN, '$1…');
  const short = told.length > charsMax ? `${told.slice(0, charsMax)}…` : told;
  return short.replace(UNSEEN, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

export function boundedFact(fact: AuditFact): AuditFact {
  const { sites, targets, detail } = fact;
  const more = targets.length - NAMED_MAX;
  const details = Object.entries(detail)
    .slice(0, DETAILS_MAX)
    .map(([key, value]) => [
      auditText(key),
      auditText(value, key === TYPED_DETAIL ? TYPED_CHARS_MAX : TEXT_CHARS_MAX),
    ]);
  return {
    at: fact.at,
    who: auditText(fact.who),
    via: auditText(fact.via),
    address: auditText(fact.address),
    method: auditText(fact.method),
    sites: [...new Set(sites)].slice(0, NAMED_MAX).map((site) => auditText(site)),
    targets: targets.slice(0, NAMED_MAX).map((target) => auditText(target)),
    why: auditText(fact.why, WHY_CHARS_MAX),
    result: auditText(fact.result),
    count: fact.count,
    detail: { ...Object.fromEntries(details), ...(more > 0 && { moreTargets: String(more) }) },
  };
}
