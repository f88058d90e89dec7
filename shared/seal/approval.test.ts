import { beforeAll, describe, expect, it } from 'vitest';
import type { PlanApproval } from '../model/index.ts';
import { seededRandom } from '../runtime/index.ts';
import { APPROVAL_LIFETIME_MAX_MS, APPROVAL_SKEW_MS, checkApproval, signApproval } from './approval.ts';
import { utf8 } from './bytes.ts';
import { createIdentityKeys, type IdentityKeys, sign } from './keys.ts';
import { ready } from './sodium.ts';

const PLAN = 'ab'.repeat(32);
const OTHER = 'cd'.repeat(32);
const AT = 1_800_000_000_000;
const HOUR_MS = 3_600_000;

let ada: IdentityKeys;
let eve: IdentityKeys;
let approval: PlanApproval;
beforeAll(async () => {
  await ready();
  ada = createIdentityKeys(seededRandom(1));
  eve = createIdentityKeys(seededRandom(2));
  approval = signApproval(ada, { plan: PLAN, approvedAt: AT, expiresAt: AT + HOUR_MS });
});

function verdict(shown: PlanApproval, nowMs = AT, planId = PLAN): string {
  const keys = [{ name: 'ada', publicKey: ada.publicKey }];
  return checkApproval(shown, { planId, keys, nowMs }).verdict;
}

describe('an approval', () => {
  it('counts for its plan, until its time is over, and says whose key it was', () => {
    const keys = [
      { name: 'eve', publicKey: eve.publicKey },
      { name: 'ada', publicKey: ada.publicKey },
    ];
    expect(checkApproval(approval, { planId: PLAN, keys, nowMs: AT })).toEqual({
      verdict: 'good',
      name: 'ada',
    });
    expect(verdict(approval, AT + HOUR_MS + APPROVAL_SKEW_MS)).toBe('good');
    expect(verdict(approval, AT + HOUR_MS + APPROVAL_SKEW_MS + 1)).toBe('expired');
    expect(verdict(approval, AT - APPROVAL_SKEW_MS)).toBe('good');
    expect(verdict(approval, AT - APPROVAL_SKEW_MS - 1)).toBe('early');
  });

  it('counts for no other plan, also when it is said to be of it', () => {
    expect(verdict(approval, AT, OTHER)).toBe('other-plan');
    expect(verdict({ ...approval, plan: OTHER }, AT, OTHER)).toBe('forged');
    expect(verdict(signApproval(ada, { plan: 'ab', approvedAt: AT, expiresAt: AT }), AT, 'ab')).toBe(
      'other-plan',
    );
  });

  it('of a key that is not listed does not count, also when it claims one that is', () => {
    const hers = signApproval(eve, { plan: PLAN, approvedAt: AT, expiresAt: AT + HOUR_MS });
    expect(verdict(hers)).toBe('unknown-key');
    expect(verdict({ ...hers, key: approval.key })).toBe('forged');
  });

  it('does not count once any of its words but `by` is changed', () => {
    const edits: readonly Partial<PlanApproval>[] = [
      { expiresAt: approval.expiresAt + 1 },
      { approvedAt: approval.approvedAt - 1 },
      { approvedAt: Number.NaN },
      { signature: '' },
      { signature: approval.signature.slice(0, -2) },
      { signature: `${approval.signature}=` },
    ];
    for (const edit of edits) expect(verdict({ ...approval, ...edit }), JSON.stringify(edit)).toBe('forged');
    expect(verdict({ ...approval, by: 'user:somebody' })).toBe('good');
  });

  it('holds no longer than a month, whatever it says', () => {
    const long = signApproval(ada, {
      plan: PLAN,
      approvedAt: AT,
      expiresAt: AT + 10 * APPROVAL_LIFETIME_MAX_MS,
    });
    expect(verdict(long, AT + APPROVAL_LIFETIME_MAX_MS)).toBe('good');
    expect(verdict(long, AT + APPROVAL_LIFETIME_MAX_MS + APPROVAL_SKEW_MS + 1)).toBe('expired');
  });

  it('is no signature that the key made for another purpose', () => {
    const signature = Buffer.from(sign(ada, utf8(PLAN))).toString('base64url');
    expect(verdict({ ...approval, signature })).toBe('forged');
  });
});
