/** InventoryService: check, from the wire, ask the inventory, to the wire. */
import { WaysideError } from '../../shared/errors.ts';
import {
  formatRef,
  isKind,
  type Kind,
  kindNames,
  parseFilter,
  type RecordView,
} from '../../shared/model/index.ts';
import {
  CALL_MESSAGE_BYTES_MAX,
  type CallContext,
  protos,
  type ServiceHandlers,
} from '../../shared/transport/index.ts';
import {
  type ApiMethods,
  changeToWire,
  foundToWire,
  int64FromWire,
  recordRefFromWire,
  recordToWire,
  structFromWire,
  structToWire,
  timestampFromWire,
  watchEventToWire,
} from '../../shared/wire/index.ts';
import type { Journal } from '../access/index.ts';
import type { Inventory, WriteAnswer, WriteOperation } from '../inventory/index.ts';

export interface InventoryApiDeps {
  /** Adds a write's entry of the audit trail to the transaction of the write. */
  readonly journal?: Journal;
  /** Somebody must agree to what changes records: then plans alone do. */
  readonly plansOnly?: boolean;
}

export function inventoryHandlers(
  inventory: Inventory,
  { journal, plansOnly = false }: InventoryApiDeps = {},
): ServiceHandlers<'InventoryService'> {
  return {
    ListRecords: (request, call) => listAnswer(inventory, request, call),

    FindRecords: async (request, call) => {
      const { found, ...page } = inventory.findText(
        { ...request, kinds: kindsFromWire(request) },
        call.principal,
      );
      return { ...page, found: found.map(foundToWire) };
    },

    GetRecord: async (request, call) => {
      const { ref, name } = request;
      const atMs = timestampFromWire(request.atTime);
      if (atMs !== undefined)
        return { record: recordToWire(recordAt(inventory, request, { ...call, atMs })) };
      if (name === '') return { record: recordToWire(inventory.get(recordRefFromWire(ref), call.principal)) };
      const kind = kindFromWire(ref?.kind ?? '', 'ref.kind');
      return { record: recordToWire(inventory.find(kind, name, ref?.site ?? '', call.principal)) };
    },

    WatchRecords: async function* (request, call) {
      const question = {
        kinds: kindsFromWire(request),
        site: request.site,
        resumeToken: request.resumeToken,
      };
      for await (const { token, ...event } of inventory.watch(question, call)) {
        yield watchEventToWire({ ...event, resumeToken: token });
      }
    },

    ListHistory: (request, call) => historyAnswer(inventory, request, call),

    GetChange: async (request, call) => {
      const { change, before, beforeKnown } = inventory.past.change(
        int64FromWire(request.position),
        call.principal,
      );
      return { change: changeToWire(change), before: before ? structToWire(before) : null, beforeKnown };
    },

    WriteRecords: async (request, call) => {
      const operations = request.operations.map(operationFromWire);
      const { why, requestId, validateOnly } = request;
      if (plansOnly && !validateOnly) throw approvedPlansOnly();
      const entry = (answer: WriteAnswer): void => journal?.(call, aboutWrite(answer, why));
      const question = { operations, why, requestId, validateOnly, check: checkAnswer, journal: entry };
      return answerToWire(inventory.write(question, call.principal));
    },
  };
}

function approvedPlansOnly(): WaysideError {
  return new WaysideError('NOT_APPROVED', 'records of this controller are changed by approved plans alone', {
    hint: 'Make a plan of it with PlanService.CreatePlan; `plans.approval` and `plans.fourEyes` say who must agree.',
  });
}

async function listAnswer(
  inventory: Inventory,
  request: ApiMethods['InventoryService.ListRecords']['received'],
  call: Pick<CallContext, 'principal' | 'signal'>,
): Promise<ApiMethods['InventoryService.ListRecords']['answer']> {
  const kind = kindFromWire(request.kind, 'kind');
  const { match, filter, orderBy, site, pageSize, pageToken, showAbsent, showDeleted } = request;
  const question = {
    ...{ kind, site, pageSize, pageToken, showAbsent, showDeleted, filter: match },
    ...{ where: parseFilter(filter), atMs: timestampFromWire(request.atTime) },
  };
  const page =
    orderBy.trim() === ''
      ? inventory.list(question, call.principal)
      : await inventory.listInOrder({ ...question, orderBy, signal: call.signal }, call.principal);
  return { records: page.records.map(recordToWire), nextPageToken: page.nextPageToken };
}

async function historyAnswer(
  inventory: Inventory,
  request: ApiMethods['InventoryService.ListHistory']['received'],
  call: Pick<CallContext, 'principal' | 'signal'>,
): Promise<ApiMethods['InventoryService.ListHistory']['answer']> {
  const { pageSize, pageToken, filter, orderBy } = request;
  const ref = recordRefFromWire(request.ref);
  const question = { ref, pageSize, pageToken, where: parseFilter(filter) };
  const page =
    orderBy.trim() === ''
      ? inventory.history(question, call.principal)
      : await inventory.past.historyInOrder({ ...question, orderBy, signal: call.signal }, call.principal);
  return { changes: page.changes.map(changeToWire), nextPageToken: page.nextPageToken };
}

type GetRequest = ApiMethods['InventoryService.GetRecord']['received'];

function recordAt(
  inventory: Inventory,
  { ref, name }: GetRequest,
  { principal, atMs }: Pick<CallContext, 'principal'> & { readonly atMs: number },
): RecordView {
  if (name === '') return inventory.past.get(recordRefFromWire(ref), atMs, principal);
  const kind = kindFromWire(ref?.kind ?? '', 'ref.kind');
  return inventory.past.find({ kind, name, site: ref?.site ?? '' }, atMs, principal);
}

export function kindFromWire(text: string, field: string): Kind {
  if (isKind(text)) return text;
  throw new WaysideError('INVALID_INPUT', `${field}: "${text.slice(0, 60)}" is not a kind`, {
    violations: [{ field, message: `must be one of: ${kindNames.join(', ')}` }],
  });
}

function kindsFromWire({ kinds }: { readonly kinds: readonly string[] }): Kind[] {
  return [...new Set(kinds.map((kind, i) => kindFromWire(kind, `kinds[${i}]`)))];
}

function aboutWrite({ records, changeSet }: WriteAnswer, why: string): Parameters<Journal>[1] {
  const refs = records.map(({ ref }) => ref);
  const sites = [...new Set(refs.map(({ site }) => site))];
  return { sites, targets: refs.map(formatRef), why, detail: { changeSet } };
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

export function operationFromWire(operation: WireOperation, i: number): WriteOperation {
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
    const { ref, fields, ifEtag, updateMask } = operation.update;
    return {
      type: 'update',
      ref: recordRefFromWire(ref, `${path}.ref`),
      fields: structFromWire(fields),
      ifEtag,
      mask: updateMask?.paths ?? [],
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
