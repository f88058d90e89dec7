/** A caller who leaves before the first switch is asked. */
import { beforeAll, expect, test } from 'vitest';
import { Tracer } from '../../controller/trace/index.ts';
import { silentLog } from '../../shared/runtime/index.ts';
import { ready } from '../../shared/seal/index.ts';
import { ADMIN, addSite, openRooms } from './support/controller.ts';

beforeAll(ready);

test('a trace whose caller left while the feed was being read asks nobody', async () => {
  const rooms = openRooms();
  const { inventory, jobs, clock } = rooms;
  addSite(rooms, 'ams1', ['sw1']);
  const fields = { name: 'sw1' };
  inventory.write(
    {
      operations: [{ type: 'create', site: 'ams1', kind: 'switch', id: 'sw1', fields }],
      ...{ why: '', requestId: '', validateOnly: false },
    },
    ADMIN,
  );
  const tracer = new Tracer({ inventory, jobs, clock, log: silentLog, observe: () => undefined });
  const leave = new AbortController();
  const place = { mac: '00:00:00:00:00:01', site: 'ams1', floor: '' };
  const question = { ...place, cachedOnly: false, allHits: false, timeoutMs: 0 };
  const first = tracer.trace(question, { principal: ADMIN, signal: leave.signal }).next();
  leave.abort();
  await expect(first).rejects.toBe(leave.signal.reason);
  const all = { pageSize: 0, pageToken: '', kind: '', state: undefined, showChildren: true };
  expect(jobs.list(all).jobs).toEqual([]);
});
