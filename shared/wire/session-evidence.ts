/** What shows that the steps of an offer are those of an approved plan. */
import type { PlanEvidence__Output } from '../../proto/gen/wayside/v1/PlanEvidence.ts';
import { WaysideError } from '../errors.ts';
import { canonicalJson, type PlanEvidence, type PlanHeader, planHeaderJson } from '../model/index.ts';
import { fromBase64Url, toBase64Url } from '../seal/index.ts';
import { approvalFromWire, approvalToWire } from './plan.ts';
import { bytesToWire } from './scalar.ts';
import { parseData } from './session-parts.ts';

export function evidenceToWire(evidence: PlanEvidence | undefined): PlanEvidence__Output | null {
  if (!evidence) return null;
  const { plan, header, approvals, proof } = evidence;
  return {
    plan,
    header: canonicalJson(planHeaderJson(header)),
    approvals: approvals.map(approvalToWire),
    proof: bytesToWire(fromBase64Url(proof) ?? new Uint8Array()),
  };
}

/** None is no field. Error: INVALID_INPUT for a header that is no header; whether it is that of the plan is told by its hash. */
export function evidenceFromWire(evidence: PlanEvidence__Output | null): {
  readonly evidence?: PlanEvidence;
} {
  if (!evidence) return {};
  const { plan, approvals, proof } = evidence;
  return {
    evidence: {
      plan,
      header: headerFrom(evidence.header),
      approvals: approvals.map((approval) => approvalFromWire(approval, plan)),
      proof: toBase64Url(proof),
    },
  };
}

function headerFrom(text: string): PlanHeader {
  const header = parseData(text);
  if (typeof header === 'object' && header !== null && !Array.isArray(header)) {
    const { origin, title, steps, madeAt, expiresAt } = header as Record<string, unknown>;
    const isShaped =
      [origin, title].every((one) => typeof one === 'string') &&
      [steps, madeAt, expiresAt].every(Number.isSafeInteger);
    if (isShaped) return header as unknown as PlanHeader;
  }
  throw new WaysideError('INVALID_INPUT', 'evidence.header: not the header of a plan');
}
