/**
 * That somebody agreed to a plan, signed by their operator key: what whoever carries the plan out wants to see, whatever the
 * controller in between says. The key signs the whole id, which is the hash of all the plan says.
 *
 *   wayside/plan-approval/1\n {"approvedAt":…,"expiresAt":…,"key":…,"plan":…}                            <- signed
 *
 * Who showed it to the controller (`by`) is the controller's word, and is not signed.
 */
import { canonicalJson, type PlanApproval } from '../model/index.ts';
import { concatBytes, fromBase64Url, toBase64Url } from './bytes.ts';
import { type IdentityKeys, sign, verifySignature } from './keys.ts';

const DOMAIN = 'wayside/plan-approval/1\n';
const PLAN_ID = /^[0-9a-f]{64}$/;

/** Clocks of operators, controllers and agents may differ by so much before a time counts as not come yet, or as over. */
export const APPROVAL_SKEW_MS = 300_000;
/** An approval holds no longer than this. */
export const APPROVAL_LIFETIME_MAX_MS = 2_592_000_000;

type Signed = Pick<PlanApproval, 'plan' | 'key' | 'approvedAt' | 'expiresAt'>;

/** A key whose approvals count, and whose it is. */
export interface OperatorKey {
  readonly name: string;
  /** Ed25519 public key. */
  readonly publicKey: Uint8Array;
}

/** `plan`: the whole id. Times are epoch milliseconds. `by` is left empty: the controller fills it. */
export function signApproval(
  keys: IdentityKeys,
  facts: { readonly plan: string; readonly approvedAt: number; readonly expiresAt: number },
): PlanApproval {
  const { plan, approvedAt, expiresAt } = facts;
  const signed = { plan, approvedAt, expiresAt, key: toBase64Url(keys.publicKey) };
  return { ...signed, by: '', signature: toBase64Url(sign(keys, messageOf(signed))) };
}

/**
 * How an approval stands. `unknown-key`: of none of the listed keys. `forged`: the signature is not over these words.
 * `other-plan`: of another plan. `early`: from a time that has not come. `expired`: its time is over.
 */
export type ApprovalVerdict =
  | { readonly verdict: 'good'; readonly name: string }
  | { readonly verdict: 'unknown-key' | 'forged' | 'other-plan' | 'early' | 'expired' };

export function checkApproval(
  approval: PlanApproval,
  facts: { readonly planId: string; readonly keys: readonly OperatorKey[]; readonly nowMs: number },
): ApprovalVerdict {
  const { planId, keys, nowMs } = facts;
  const { plan, key, approvedAt, expiresAt, signature } = approval;
  if (plan !== planId || !PLAN_ID.test(plan)) return { verdict: 'other-plan' };
  const listed = keys.find(({ publicKey }) => toBase64Url(publicKey) === key);
  if (!listed) return { verdict: 'unknown-key' };
  const bytes = fromBase64Url(signature);
  const areTimes = Number.isSafeInteger(approvedAt) && Number.isSafeInteger(expiresAt);
  if (!bytes || !areTimes || !verifySignature(listed.publicKey, messageOf(approval), bytes))
    return { verdict: 'forged' };
  if (approvedAt > nowMs + APPROVAL_SKEW_MS) return { verdict: 'early' };
  const endsAt = Math.min(expiresAt, approvedAt + APPROVAL_LIFETIME_MAX_MS);
  if (nowMs > endsAt + APPROVAL_SKEW_MS) return { verdict: 'expired' };
  return { verdict: 'good', name: listed.name };
}

/** As `checkApproval`, by whichever key the approval names: who it counts for is for others to say. */
export function checkAnyKey(
  approval: PlanApproval,
  facts: { readonly planId: string; readonly nowMs: number },
): ApprovalVerdict {
  const publicKey = fromBase64Url(approval.key);
  return checkApproval(approval, { ...facts, keys: publicKey ? [{ name: '', publicKey }] : [] });
}

function messageOf({ plan, key, approvedAt, expiresAt }: Signed): Uint8Array {
  return concatBytes(DOMAIN, canonicalJson({ plan, key, approvedAt, expiresAt }));
}
