/** InventoryService: check, from the wire, ask the inventory, to the wire. */
import { WaysideError } from '../../shared/errors.ts';
import { isKind, type Kind, kindNames } from '../../shared/model/index.ts';
import { CALL_MESSAGE_BYTES_MAX, protos, type ServiceHandlers } from '../../shared/transport/index.ts';
import {
  type ApiMethods,
  changeToWire,
  recordRefFromWire,
  recordToWire,
  structFromWire,
  watchEventToWire,
} from '../../shared/wire/index.ts';
import type { Inventory, WriteAnswer, WriteOperation } from '../inventory/index.ts';

export function inventoryHandlers(inventory: Inventory): ServiceHandlers<'InventoryService'> {
  return {
    ListRecords: async (request, call) => {
      const page = inventory.list({ ...request, kind: kindFromWire(request.kind, 'kind') }, call.principal);
      return { records: page.records.map(recordToWire), nextPageToken: page.nextPageToken };
    },

    GetRecord: async (request, call) => {
      const { ref, name } = request;
      if (name === '') return { record: recordToWire(inventory.get(recordRefFromWire(ref), call.principal)) };
      const kind = kindFromWire(ref?.kind ?? '', 'ref.kind');
      return { record: recordToWire(inventory.find(kind, name, ref?.site ?? '', call.principal)) };
    },

    WatchRecords: async function* (request, call) {
      const kinds = [...new Set(request.kinds.map((kind, i) => kindFromWire(kind, `kinds[${i}]`)))];
      const question = { kinds, site: request.site, resumeToken: request.resumeToken };
      for await (const { token, ...event } of inventory.watch(question, call)) {
        yield watchEventToWire({ ...event, resumeToken: token });
      }
    },

    ListHistory: async (request, call) => {
      const question = { ...request, ref: recordRefFromWire(request.ref) };
      const page = inventory.history(question, call.principal);
      return { changes: page.changes.map(changeToWire), nextPageToken: page.nextPageToken };
    },

    WriteRecords: async (request, call) => {
      const operations = request.operations.map(operationFromWire);
      const { why, requestId, validateOnly } = request;
      const question = { operations, why, requestId, validateOnly, check: checkAnswer };
      return answerToWire(inventory.write(question, call.principal));
    },
  };
}

export function kindFromWire(text: string, field: string): Kind {
  if (isKind(text)) return text;
  throw new WaysideError('INVALID_INPUT', `${field}: "${text.slice(0, 60)}" is not a kind`, {
    violations: [{ field, message: `must be one of: ${kindNames.join(', ')}` }],
  });
}

function answerToWire({
  records,
  changeSet,
}: WriteAnswer): ApiMethods['InventoryService.WriteRecords']['answer'] {
  return { records: records.map(recordToWire), changeSet };
}

/** An answer that cannot be sent is refused while the write can still be taken back. */
function checkAnswer(answer: WriteAnswer): void {
  const { length } = protos().call('InventoryService.WriteRecords').response.encode(answerToWire(answer));
  if (length <= CALL_MESSAGE_BYTES_MAX) return;
  throw new WaysideError('MESSAGE_TOO_LARGE', `the answer would have ${length} bytes; nothing was written`, {
    hint: 'Send fewer operations at once',
    details: { limitBytes: String(CALL_MESSAGE_BYTES_MAX) },
  });
}

type WireOperation = ApiMethods['InventoryService.WriteRecords']['received']['operations'][number];

function operationFromWire(operation: WireOperation, i: number): WriteOperation {
  const path = `operations[${i}]`;
  if (operation.create) {
    const { site, kind, id, fields } = operation.create;
    return {
      type: 'create',
      site,
      kind: kindFromWire(kind, `${path}.kind`),
      id,
      fields: structFromWire(fields),
    };
  }
  if (operation.update) {
    const { ref, fields, ifEtag } = operation.update;
    return {
      type: 'update',
      ref: recordRefFromWire(ref, `${path}.ref`),
      fields: structFromWire(fields),
      ifEtag,
    };
  }
  if (operation.delete) {
    const { ref, ifEtag } = operation.delete;
    return { type: 'delete', ref: recordRefFromWire(ref, `${path}.ref`), ifEtag };
  }
  throw new WaysideError('INVALID_INPUT', `${path} is empty`, {
    violations: [{ field: path, message: 'give one of create, update and delete' }],
  });
}
