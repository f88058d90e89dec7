/** How much harm a step can do, by what it changes; for people, who then look there first. */
import type { PlanAction, Risk } from '../../shared/model/index.ts';
import { fieldDifferences, RECORDS_STORE } from '../../shared/model/index.ts';
import type { OrderedStep } from './order.ts';

const byAction: Readonly<Record<PlanAction, Risk>> = {
  create: 'low',
  adopt: 'low',
  link: 'low',
  update: 'low',
  unlink: 'medium',
  delete: 'high',
};

/** How a thing is reached and found by others: with a wrong one it is lost, or another one answers in its place. */
const touchy: ReadonlySet<string> = new Set([
  ...['address', 'port', 'credential', 'driver', 'platform', 'enabled', 'name', 'site', 'floor'],
]);

export function riskOf(step: Pick<OrderedStep, 'action' | 'store' | 'before' | 'after' | 'risk'>): Risk {
  const { action, store } = step;
  if (step.risk) return step.risk;
  if (action !== 'update') return byAction[action];
  // Of other stores nothing is known of what their fields mean.
  if (store !== RECORDS_STORE) return 'medium';
  return fieldDifferences(step).some(({ field }) => touchy.has(field)) ? 'medium' : 'low';
}
