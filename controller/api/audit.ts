/** AuditService. */
import { parseFilter } from '../../shared/model/index.ts';
import type { OrderedPages } from '../../shared/runtime/index.ts';
import type { ServiceHandlers } from '../../shared/transport/index.ts';
import { auditEntryToWire, int64ToWire, timestampFromWire } from '../../shared/wire/index.ts';
import type { AuditReader } from '../access/index.ts';

export function auditHandlers(reader: AuditReader, pages: OrderedPages): ServiceHandlers<'AuditService'> {
  return {
    ListAudit: async (request, call) => {
      const since = timestampFromWire(request.since);
      const until = timestampFromWire(request.until);
      const { filter, orderBy, ...asked } = request;
      const question = { ...asked, since, until, where: parseFilter(filter) };
      const page =
        orderBy.trim() === ''
          ? reader.list(question, call.principal)
          : await reader.listInOrder(pages, { ...question, orderBy, signal: call.signal }, call.principal);
      return { entries: page.entries.map(auditEntryToWire), nextPageToken: page.nextPageToken };
    },

    VerifyAudit: async (request, call) => {
      const { checked, good, bad, losses, nextPageToken } = reader.verify(request.pageToken, call.principal);
      return {
        checked: int64ToWire(checked),
        seq: int64ToWire(good.seq),
        hash: good.hash,
        badSeq: int64ToWire(bad?.seq ?? 0),
        problem: bad?.problem ?? '',
        losses: losses.map(auditEntryToWire),
        nextPageToken,
      };
    },

    ExportAudit: async function* (_request, call) {
      for (const lines of reader.export(call.principal)) yield { lines: [...lines] };
    },
  };
}
