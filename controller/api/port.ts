/** PortService. */
import type { PlanView } from '../../shared/model/index.ts';
import type { CallContext, ServiceHandlers } from '../../shared/transport/index.ts';
import { planToWire, recordRefFromWire, recordRefToWire, structToWire } from '../../shared/wire/index.ts';
import type { Journal } from '../access/index.ts';
import type { MakeAsk, PortWork } from '../plans/index.ts';
import { aboutPlan } from './plan.ts';
import { listPorts, type PortListDeps } from './port-list.ts';

export interface PortApiDeps {
  readonly work: PortWork;
  readonly list: PortListDeps;
  /** Adds a call's entry of the audit trail to the transaction of the call. */
  readonly journal?: Journal;
}

export function portHandlers({ work, list, journal }: PortApiDeps): ServiceHandlers<'PortService'> {
  const told =
    (call: CallContext, why: string): NonNullable<MakeAsk['journal']> =>
    (made: PlanView, sites) =>
      journal?.(call, { ...aboutPlan({ ...made, sites }), why });
  return {
    PlanPorts: async (request, call) => {
      const { requestId, why, overrides, expireAfterMs, validateOnly, targets: named, ...rest } = request;
      const targets = named.map(({ switch: ref, ports }, i) => ({
        switch: recordRefFromWire(ref, `targets[${i}].switch`),
        ports,
      }));
      const { site, floor, filter, ...asked } = rest;
      const question = { ...rest, targets, why, overrides, expireAfterMs };
      const { plan, notes } = await work.planPorts(
        { asked, targets, site, floor, filter },
        {
          ...{ why, overrides, expireAfterMs, validateOnly },
          request: { id: requestId, method: 'PlanPorts', question },
          journal: told(call, why),
        },
        call,
      );
      const shown = notes.map((note) => ({ switchName: note.switch, port: note.port, note: note.note }));
      return { plan: planToWire(plan), notes: shown };
    },

    PlanVlans: async (request, call) => {
      const { requestId, why, overrides, expireAfterMs, validateOnly, switches: named, ...asked } = request;
      const switches = named.map((ref, i) => recordRefFromWire(ref, `switches[${i}]`));
      const question = { ...asked, switches, why, overrides, expireAfterMs };
      const plan = await work.planVlans(
        { ...asked, switches },
        {
          ...{ principal: call.principal, why, overrides, expireAfterMs, validateOnly },
          request: { id: requestId, method: 'PlanVlans', question },
          journal: told(call, why),
        },
      );
      return { plan: planToWire(plan) };
    },

    ListPorts: (request, call) => listPorts(list, request, call),

    GetPort: async ({ switch: named, port, noCache }, call) => {
      const ref = recordRefFromWire(named, 'switch');
      const look = await work.look({ ref, port, noCache }, call);
      const { switchName, portClass, signs, guards, job } = look;
      return {
        ...{ switch: recordRefToWire(look.switch), switchName, port: look.port },
        ...{ live: structToWire(look.live), portClass, signs: [...signs] },
        guards: guards.map(({ code, message, override }) => ({ code, message, override })),
        jobId: job,
      };
    },
  };
}
