import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { JsonObject, PlanStep } from '../../shared/model/index.ts';
import { protos } from '../../shared/transport/index.ts';
import { planStepToWire } from '../../shared/wire/index.ts';
import { stepBytes } from './step-size.ts';

const SEED = process.env['SEED'];
const RUNS = { numRuns: 150, ...(SEED ? { seed: Number(SEED) } : {}) };

const text = fc.string({ unit: 'binary', maxLength: 40 });
const value = fc.oneof(
  ...[text, fc.double({ noNaN: true, noDefaultInfinity: true }), fc.boolean(), fc.constant(null)],
  fc.array(fc.oneof(text, fc.integer()), { maxLength: 30 }),
);
const fields = fc.dictionary(text, value, { maxKeys: 12 }) as fc.Arbitrary<JsonObject>;

const steps: fc.Arbitrary<PlanStep> = fc.record({
  ...{
    no: fc.integer({ min: 1, max: 1_000_000 }),
    action: fc.constant('update'),
    standing: fc.constant('blocked'),
  },
  ...{ store: text, kind: text, key: text, name: text, site: text, token: text, noUndo: text },
  cause: fc.record({ type: fc.constant('row'), text }),
  ...{ before: fc.option(fields), after: fc.option(fields) },
  needs: fc.array(fc.integer({ min: 1, max: 1_000_000 }), { maxLength: 50 }),
  risk: fc.constant('low'),
  reason: fc.record({ code: fc.constant('max-deletes'), message: text, override: text }),
}) as fc.Arbitrary<PlanStep>;

it('no step is larger in a message than it is thought to be, and not much smaller', () => {
  const { response } = protos().call('PlanService.ListPlanSteps');
  fc.assert(
    fc.property(steps, (step) => {
      const { length } = response.encode({ steps: [planStepToWire(step)], nextPageToken: '' });
      expect(length).toBeLessThanOrEqual(stepBytes(step));
      expect(stepBytes(step)).toBeLessThan(600 + 12 * length);
    }),
    RUNS,
  );
});
