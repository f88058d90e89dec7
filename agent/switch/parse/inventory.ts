/**
 * `show inventory` of Cisco: two lines per part, `NAME: …, DESCR: …` and `PID: …, SN: …`. The first part that says
 * anything is the device; on the oldest ones it has no PID. Parts that are named by a number are members of a stack.
 */
import type { LineParser, SystemRow, UnitRow } from '../platform.ts';
import { parserOf } from './line-parser.ts';

const NAME = /^NAME:\s*"?(?<name>[^",]{0,80})"?\s*,\s*DESCR:/i;
const PART = /^PID:\s*(?<model>[^\s,]*).*?\bSN:\s*(?<serial>\S*)/;
/** `1`, `Switch 1`, `Switch1`; and the chassis of a pair: `Switch 1 Chassis`, `Chassis 2`. */
const MEMBER =
  /^(?:switch ?)?(?<unit>\d{1,2})$|^switch ?(?<one>\d{1,2}) chassis$|^chassis (?<other>\d{1,2})$/i;
/** Stacks have fewer members by far. */
const UNITS_MAX = 64;

export interface InventoryOptions {
  /** Lines that are known to say nothing. */
  readonly note?: RegExp;
}

export function inventoryParser({ note }: InventoryOptions = {}): () => LineParser<SystemRow> {
  return parserOf<SystemRow>((sink) => {
    let first: SystemRow | undefined;
    let name = '';
    const units: UnitRow[] = [];
    return {
      line(text) {
        const named = NAME.exec(text)?.groups;
        const part = PART.exec(text)?.groups;
        if (named !== undefined) name = (named['name'] ?? '').trim();
        if (part === undefined) {
          if (named === undefined && !/^NAME:/i.test(text) && note?.test(text) !== true) sink.unknown(text);
          return;
        }
        const row = { ...told('model', part['model']), ...told('serial', part['serial']) };
        const says = Object.keys(row).length > 0;
        if (says) first ??= row;
        const member = MEMBER.exec(name)?.groups;
        const unit = member?.['unit'] ?? member?.['one'] ?? member?.['other'];
        if (unit !== undefined && says && units.length < UNITS_MAX)
          units.push({ unit, model: row.model, serial: row.serial, softwareVersion: undefined });
        name = '';
      },
      end() {
        if (first !== undefined) sink.row(units.length > 1 ? { ...first, units } : first);
      },
    };
  });
}

function told(field: 'model' | 'serial', text: string | undefined): SystemRow {
  return text === undefined || /^(?:|n\/a|unknown|unspecified)$/i.test(text) ? {} : { [field]: text };
}
