/** Plans over the campus of the views: one of each site, and one of everything in the name of some who may see a part of it. */
import type { WriteOperation } from '../../../controller/inventory/index.ts';
import type { Plans } from '../../../controller/plans/index.ts';
import { draftEdit } from '../../../controller/plans/planners/edit.ts';
import { managedKinds, type Principal } from '../../../shared/model/index.ts';
import { ADMIN } from './controller.ts';
import { OTHER, SITE, type ViewCampus } from './view-campus.ts';
import { walkers } from './view-walkers.ts';

/** Their rights may be fewer than when they made it. */
const MAKERS = ['tec', 'flo', 'adb'];

/** Each record that people wrote is changed; of a source how it is reached, too. */
function operationsAt({ refs }: ViewCampus, sites: readonly string[]): WriteOperation[] {
  return refs
    .filter(({ site, kind }) => managedKinds.includes(kind) && sites.includes(site))
    .map((ref, i): WriteOperation => {
      const place = ref.site === OTHER ? 'bs' : 'as';
      const fields =
        ref.kind === 'source' ? { address: `zq-${place}-full-planned-${i}` } : { 'label.planned': 'yes' };
      return { type: 'update', ref, fields, ifEtag: '' };
    });
}

/** Resolves once they are there. */
export async function planCampus(plans: Plans, campus: ViewCampus): Promise<void> {
  const make = async (
    sites: readonly string[],
    principal: Principal,
    words: { readonly title: string; readonly why: string },
  ): Promise<void> => {
    const question = { causes: [], planner: 'edit', unchanged: 0, newId: () => 'unused' } as const;
    const operations = operationsAt(campus, sites);
    const draft = draftEdit(campus.rooms.inventory, { ...question, operations, title: words.title }, ADMIN);
    await plans.make(() => draft, { principal, why: words.why });
  };
  await make([SITE], ADMIN, { title: 'Zq-as-net-plan', why: 'Zq-as-net-why' });
  await make([OTHER], ADMIN, { title: 'Zq-bs-net-plan', why: 'Zq-bs-net-why' });
  for (const { principal } of walkers)
    if (principal.type === 'user' && MAKERS.includes(principal.name))
      await make([SITE, OTHER], principal, { title: 'mine', why: '' });
}
