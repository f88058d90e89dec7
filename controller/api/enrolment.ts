/** EnrolmentService: the one door that is open to those who are not known yet. */
import { Secret } from '../../shared/seal/index.ts';
import type { ServiceHandlers } from '../../shared/transport/index.ts';
import { enrolmentAnswerToWire, enrolmentFromWire } from '../../shared/wire/index.ts';
import type { Enrolment } from '../agents/index.ts';
import type { Inventory } from '../inventory/index.ts';

export function enrolmentHandlers(
  enrolment: Enrolment,
  inventory: Inventory,
): ServiceHandlers<'EnrolmentService'> {
  return {
    Enrol: async (request) => {
      const { joinToken, ...rest } = enrolmentFromWire(request);
      const answer = await enrolment.enrol({ ...rest, joinToken: new Secret(joinToken) });
      const ref = { site: answer.site, kind: 'agent', id: answer.agentId } as const;
      inventory.writeOwn(ref, { core: { name: rest.agentName } }, 'enrolment');
      return enrolmentAnswerToWire(answer);
    },
  };
}
