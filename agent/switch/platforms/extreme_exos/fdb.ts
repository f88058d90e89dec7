/** `show fdb`: address, `name(tag)`, age, flags of one letter each in their own columns, ports. */
import { parseMac } from '../../../../shared/model/index.ts';
import { NO_PORT, parserOf } from '../../parse/index.ts';
import type { Command, FdbRow } from '../../platform.ts';
import { exosPorts, exosVlan } from './names.ts';

const ROW =
  /^\s*(?<mac>[\da-f]{2}(?::[\da-f]{2}){5})\s+(?<name>[^\s(]{1,64})\s?\(\s?(?<tag>\d{1,4})\)\s+(?<age>\d{1,7})\s+(?<rest>\S.*)$/i;
/** Flags are single letters, together or apart; ports begin with a number. */
const TAIL = /^(?<flags>[A-Za-z ]{0,20}[A-Za-z])\s{1,40}(?<ports>\d[\d:,\s-]*)$/;
const FLAGS_ALONE = /^[A-Za-z ]{1,20}$/;
/** Behind a tunnel or a pseudowire. */
const FAR =
  /\b(?:VR-[\w-]{1,32}:|VxLAN|VPLS|PW|peer )|^[A-Za-z ]{1,20}\s(?:\S{1,32}\s)?\d{1,3}(?:\.\d{1,3}){3}\b/i;
const NOTES: readonly RegExp[] = [
  /^\s*MAC\s+VLAN\b/i,
  /^[-=\s]+$/,
  /^\s*Flags ?:/i,
  /^\s+[A-Za-z] ?- /,
  /^\s*No entries|^\s*Total ?:|^\s*FDB (?:Aging|VPLS Aging)|^\s*(?:FDB|VPLS) aging/i,
];

function readRow(text: string): readonly FdbRow[] | undefined {
  const groups = ROW.exec(text)?.groups;
  const mac = parseMac(groups?.['mac'] ?? '');
  if (groups === undefined || mac === undefined) return undefined;
  const rest = groups['rest'] ?? '';
  if (FAR.test(rest)) return [];
  const tail = TAIL.exec(rest)?.groups;
  const flags = tail?.['flags'] ?? FLAGS_ALONE.exec(rest)?.[0];
  if (flags === undefined) return undefined;
  const ports = exosPorts(tail?.['ports'] ?? '');
  // A learned address without its port is the half of a row.
  if (ports.length === 0 && /d/.test(flags) && !/[Bb]/.test(flags)) return undefined;
  const row = { mac, vlan: exosVlan(groups['tag']), type: typeOf(flags) };
  return (ports.length === 0 ? [NO_PORT] : ports).map((port) => ({ ...row, port }));
}

function typeOf(flags: string): FdbRow['type'] {
  if (/[lLn]/.test(flags)) return 'secure';
  if (/[sp]/.test(flags)) return 'static';
  return flags.includes('d') ? 'dynamic' : 'other';
}

const parser = parserOf<FdbRow>((sink) => ({
  line(text) {
    const rows = readRow(text);
    if (rows !== undefined) for (const row of rows) sink.row(row);
    else if (!NOTES.some((note) => note.test(text))) sink.unknown(text);
  },
  isWhole: (text) => readRow(text) !== undefined,
}));

export const fdbCommands: readonly Command<FdbRow>[] = [{ command: 'show fdb', parser }];

export function fdbLookup(mac: string): Command<FdbRow> {
  return { command: `show fdb ${mac}`, parser };
}

export function portFdb(port: string): Command<FdbRow> {
  return { command: `show fdb ports ${port}`, parser };
}
