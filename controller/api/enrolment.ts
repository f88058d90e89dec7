/** EnrolmentService: the one door that is open to those who are not known yet. */
import { DELETED_FIELD, type RecordRef } from '../../shared/model/index.ts';
import { Secret } from '../../shared/seal/index.ts';
import type { ServiceHandlers } from '../../shared/transport/index.ts';
import { enrolmentAnswerToWire, enrolmentFromWire, trustToWire } from '../../shared/wire/index.ts';
import type { AgentHub, Enrolment } from '../agents/index.ts';
import type { Inventory } from '../inventory/index.ts';

export interface EnrolmentApiDeps {
  readonly enrolment: Enrolment;
  readonly hub: Pick<AgentHub, 'get'>;
  readonly inventory: Inventory;
}

const WRITER = { type: 'system', name: 'controller' } as const;

export function enrolmentHandlers(deps: EnrolmentApiDeps): ServiceHandlers<'EnrolmentService'> {
  return {
    Enrol: async (request) => {
      const { joinToken, ...rest } = enrolmentFromWire(request);
      const answer = await deps.enrolment.enrol({ ...rest, joinToken: new Secret(joinToken) });
      const ref = { site: answer.site, kind: 'agent', id: answer.agentId } as const;
      recordName(deps, ref, joinToken !== '');
      return enrolmentAnswerToWire(answer);
    },

    GetTrust: async () => trustToWire(deps.enrolment.trust()),
  };
}

/** What people wrote into the agent's record stays; only a join with a token speaks for another name. */
function recordName({ hub, inventory }: EnrolmentApiDeps, ref: RecordRef, byToken: boolean): void {
  const { name } = hub.get(ref.id);
  const record = inventory.peek(ref, WRITER);
  if (!record) {
    // One that was removed begins anew.
    const anew = { [DELETED_FIELD]: null, description: null };
    inventory.writeOwn(ref, { core: { name, ...anew } }, 'enrolment');
  } else if (byToken && record.fields['name'] !== name) {
    const rename = { type: 'update', ref, fields: { name }, ifEtag: '' } as const;
    inventory.write({ operations: [rename], why: 'enrolment', requestId: '', validateOnly: false }, WRITER);
  }
}
