/** PortService.ListPorts. */
import { WaysideError } from '../../shared/errors.ts';
import { type RowFields, rowFields } from '../../shared/model/index.ts';
import type { OrderedPages } from '../../shared/runtime/index.ts';
import type { CallContext } from '../../shared/transport/index.ts';
import {
  type ApiMethods,
  recordRefFromWire,
  recordRefToWire,
  recordToWire,
  timestampToWire,
} from '../../shared/wire/index.ts';
import { recordFields } from '../inventory/index.ts';
import { type PortRow, PortRows, type PortRowsDeps, portRowId } from '../trace/index.ts';
import { pageOfRows } from './row-list.ts';

export interface PortListDeps extends PortRowsDeps {
  readonly pages: OrderedPages;
}

type Method = ApiMethods['PortService.ListPorts'];

/** Sightings of the last year say since when a port is not used; what is older is mostly not kept. */
const UNUSED_MAX_SECONDS = 365 * 86_400;

export async function listPorts(
  deps: PortListDeps,
  request: Method['received'],
  call: CallContext,
): Promise<Method['answer']> {
  const { site, unusedForSeconds } = request;
  if (unusedForSeconds < 0 || unusedForSeconds > UNUSED_MAX_SECONDS) throw badTime();
  const ref = request.switch ? recordRefFromWire(request.switch, 'switch') : undefined;
  if (ref && ref.kind !== 'switch' && ref.kind !== 'source') throw noSwitch();
  const question = { site, switch: ref, unusedForMs: unusedForSeconds * 1000 };
  const list = await PortRows.open(deps, question, call.principal);
  const scope = { site, switch: ref ? { ...recordRefToWire(ref) } : null, unusedForSeconds };
  const { rows, nextPageToken } = await pageOfRows<PortRow>(
    deps.pages,
    { request, call },
    {
      ...{ name: 'ports', scope, fields, defaultOrder: 'site, switchName, name', id: portRowId },
      ...{ rows: () => list.rows(), read: (id: string) => list.read(id) },
    },
  );
  return { ports: rows.map(toWire), nextPageToken, ...list.leftOut };
}

function toWire(row: PortRow): NonNullable<Method['answer']['ports']>[number] {
  const { record, switchName, portClass = '', addresses, unusedSince } = row;
  return {
    ...{ record: recordToWire(record), switchName, portClass, unusedSince: timestampToWire(unusedSince) },
    ...(addresses !== undefined && { addresses }),
  };
}

const own = rowFields<PortRow>(
  {
    switchName: ({ switchName }) => switchName,
    portClass: ({ portClass }) => portClass,
    addresses: ({ addresses }) => addresses,
  },
  { unusedSince: ({ unusedSince }) => unusedSince },
);
const recorded = recordFields('port');

const fields: RowFields<PortRow> = {
  names: [...own.names, ...recorded.names],
  find: (name) => {
    const field = recorded.find(name);
    return own.find(name) ?? (field && { type: field.type, value: ({ record }) => field.value(record) });
  },
};

function noSwitch(): WaysideError {
  const message = 'must be a switch, or its source';
  return new WaysideError('INVALID_INPUT', `switch ${message}`, {
    violations: [{ field: 'switch', message }],
  });
}

function badTime(): WaysideError {
  const message = `must be from 0 to ${UNUSED_MAX_SECONDS}, a year`;
  return new WaysideError('INVALID_INPUT', `unused_for_seconds ${message}`, {
    violations: [{ field: 'unused_for_seconds', message }],
  });
}
