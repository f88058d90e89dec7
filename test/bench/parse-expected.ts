/** Expectation files name their fields each in its own way; here they become the rows that parsers make. */
import { fdbType, isPortLike } from '../../agent/switch/parse/index.ts';
import type { FdbRow } from '../../agent/switch/platform.ts';
import { parseMac } from '../../shared/model/index.ts';

export type Fields = Readonly<Record<string, unknown>>;

/** `fixed` is static in any way, `any` means that the file does not tell. */
export type ExpectedType = FdbRow['type'] | 'fixed' | 'any';

export interface ExpectedFdbRow {
  readonly mac: string;
  readonly vlan: number | undefined;
  /** As the file spells it. */
  readonly port: string;
  readonly type: ExpectedType;
}

const MAC_FIELDS = ['mac', 'mac_address', 'destination_address', 'address'];
const PORT_FIELDS = ['destination_port', 'port', 'ports', 'interface', 'logical_interface', 'on_interface'];
const VLAN_FIELDS = ['vlan', 'vlan_id', 'vid'];
const TYPE_FIELDS = ['type', 'status', 'state', 'address_type'];

/** The list of objects in a file: a bare array, or under `parsed_sample` or `rows`. */
export function fieldsOf(expected: unknown): Fields[] {
  if (Array.isArray(expected)) return expected.filter(isFields);
  if (!isFields(expected)) return [];
  const list = expected['parsed_sample'] ?? expected['rows'];
  return Array.isArray(list) ? list.filter(isFields) : [];
}

/** One row per address and port, as a list of ports stands for as many table entries. */
export function expectedFdb(expected: unknown): ExpectedFdbRow[] {
  return fieldsOf(expected).flatMap((fields) => {
    const address = textOf(pick(fields, MAC_FIELDS));
    const row = {
      mac: parseMac(address) ?? address.toLowerCase(),
      vlan: vlanNumber(textOf(pick(fields, VLAN_FIELDS))),
      type: typeOf(fields),
    };
    return portsOf(pick(fields, PORT_FIELDS)).map((port) => ({ ...row, port }));
  });
}

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
}

export function listOf(value: unknown): string[] {
  return Array.isArray(value) ? value.map(textOf) : [textOf(value)].filter((text) => text !== '');
}

export function pick(fields: Fields, names: readonly string[]): unknown {
  const name = names.find((candidate) => fields[candidate] !== undefined);
  return name === undefined ? undefined : fields[name];
}

function vlanNumber(text: string): number | undefined {
  return /^\d+$/.test(text) && Number(text) > 0 ? Number(text) : undefined;
}

function typeOf(fields: Fields): ExpectedType {
  if (typeof fields['static'] === 'boolean') return fields['static'] ? 'fixed' : 'dynamic';
  const word = textOf(pick(fields, TYPE_FIELDS));
  return word === '' ? 'any' : fdbType(word);
}

function portsOf(value: unknown): string[] {
  const listed = listOf(value);
  const split = listed.flatMap((text) => (text.includes(',') ? splitPorts(text) : [text]));
  const named = split.map((port) => (/^-*$/.test(port) ? '' : port));
  return named.length === 0 ? [''] : named;
}

/** `1:51:1`, `7`. */
const PLAIN_PORT = /^\d+(?::\d+)*$/;

function splitPorts(text: string): string[] {
  const pieces = text.split(/[,\s]+/).filter((piece) => piece !== '');
  return pieces.every((piece) => isPortLike(piece) || PLAIN_PORT.test(piece)) ? pieces : [text];
}
