/** Conflicts over the campus of the views: another controller wrote to each switch, and to how each source is reached. */
import { ALL_CONTESTED, CONTESTED_START, contestedRecords } from '../../../controller/inventory/index.ts';
import { foreignWrite } from '../../../controller/inventory/testing/carry.ts';
import { ADMIN } from './controller.ts';
import { FLOORS, siteOf, switchId, type ViewCampus } from './view-campus.ts';

export function contestCampus({ rooms }: ViewCampus): void {
  for (const floor of FLOORS) {
    const place = { site: siteOf(floor), id: switchId(floor) };
    const write = { origin: 'elsewhere.1', by: 'user:ben', atMs: rooms.clock.now() };
    const name = `Zq-${floor}-net-contested`;
    foreignWrite(rooms, { ...place, kind: 'switch' }, { ...write, fields: { name } });
    const address = `zq-${floor}-full-contested`;
    foreignWrite(rooms, { ...place, kind: 'source' }, { ...write, fields: { name, address } });
  }
}

/** Of all conflicts, whoever asks. */
export function conflictIds({ rooms }: ViewCampus): readonly string[] {
  const sight = rooms.inventory.sight(ADMIN);
  return [...contestedRecords(rooms.store, ALL_CONTESTED, CONTESTED_START, sight)].flatMap(({ shown }) =>
    (shown?.conflicts ?? []).map(({ id }) => id),
  );
}
