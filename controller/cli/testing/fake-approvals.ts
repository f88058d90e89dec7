/** Approving and revoking plans, as a controller that lists every key does it. */
import type { PlanApproval } from '../../../shared/model/index.ts';
import { type ApiMethods, approvalFromWire, planToWire } from '../../../shared/wire/index.ts';
import type { FakeController } from './fake-controller.ts';
import type { FakePlans } from './fake-plans.ts';
import { NOW_MS } from './fake-views.ts';

type Approve = ApiMethods['PlanService.ApprovePlan']['request'];
type Revoke = ApiMethods['PlanService.RevokePlan']['request'];

/** The approvals that came, whether they were kept or not. */
export function fakeApprovals(api: FakeController, plans: FakePlans): PlanApproval[] {
  const shown: PlanApproval[] = [];
  Object.assign(api.more, {
    'PlanService.ApprovePlan': ({ id = '', approval, validateOnly = false }: Approve) => {
      const plan = plans.find(id);
      const none = { key: '', approvedAt: NOW_MS, expiresAt: plan.view.expiresAt, signature: '' };
      const signed = approval ? approvalFromWire(approval as never, plan.view.id) : none;
      const given = { ...signed, plan: plan.view.id, by: 'user:admin' };
      shown.push(given);
      const view = { ...plan.view, approvals: [...plan.view.approvals, given], revoked: false };
      if (!validateOnly) plan.view = view;
      return { plan: planToWire(view) };
    },
    'PlanService.RevokePlan': ({ id = '', validateOnly = false }: Revoke) => {
      const plan = plans.find(id);
      const view = { ...plan.view, approvals: [], revoked: true };
      if (!validateOnly) plan.view = view;
      return { plan: planToWire(view) };
    },
  });
  return shown;
}
