/** Who wants a plan, and how. */
import type { PlanView, Principal } from '../../shared/model/index.ts';

export interface MakeAsk {
  readonly principal: Principal;
  readonly why: string;
  /** Guards to lift, as the steps that they block name them. */
  readonly overrides?: readonly string[];
  /** 0 or absent: as the settings say. */
  readonly expireAfterMs?: number;
  /** All of it, and nothing written. */
  readonly validateOnly?: boolean;
  /** As of `store/requests.ts`: a repeat gives the same plan. */
  readonly request?: { readonly id: string; readonly method: string; readonly question: object };
  /** Within the transaction that makes it visible. */
  readonly journal?: (plan: PlanView, sites: readonly string[]) => void;
}

/** With nothing left open. */
export interface PlanAsk extends Pick<MakeAsk, 'principal' | 'why'> {
  readonly overrides: readonly string[];
  /** 0: the usual time. */
  readonly expireAfterMs: number;
  readonly validateOnly: boolean;
}
