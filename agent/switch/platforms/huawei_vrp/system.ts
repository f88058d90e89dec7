/** `display version`, `display device`, and the serial number under its own name, ESN. */
import { parserOf, systemParser } from '../../parse/index.ts';
import type { Command, SystemRow, UnitRow } from '../../platform.ts';

const version = systemParser([
  // `Version 5.170 (S7700 V200R010C00SPC600)`: the number of VRP and the release of the product.
  { field: 'softwareVersion', pattern: /^\s*VRP \(R\) software, Version (\S{1,20} \([^)]{1,60}\))/i },
  { field: 'softwareVersion', pattern: /^\s*VRP \(R\) software, Version (\S{1,20})/i },
  // YunShan OS, as VRP is called from V600 on.
  { field: 'softwareVersion', pattern: /^\s*Version (\d[\d.]{1,20} \([^)]{1,60}\))/i },
  {
    field: 'model',
    pattern:
      /^\s*(?:Huawei|Quidway|FutureMatrix)\s+(\S.{0,60}?)(?: Router| Routing Switch| Terabit Routing Switch| Switch)? uptime is\b/i,
  },
]);

const esn = systemParser([
  {
    field: 'serial',
    pattern:
      /^\s*(?:ESN|Equipment SN\(ESN\)|Equipment Serial Number(?: ?\(ESN\))?)(?: of (?:slot \d{1,3}|master|device|chassis \d{1,3}))?\s*:\s*(\S{1,40})/i,
  },
]);

const bridgeMac = systemParser([
  {
    field: 'baseMac',
    pattern:
      /(?:bridge|system) MAC(?: address)?(?: of (?:chassis|slot) \d{1,3})?(?: is)?\s*[:.]?\s*([0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4})/i,
  },
]);

/** More slots than any chassis has. */
const UNITS_MAX = 256;
const SLOT =
  /^\s*(?<slot>\d{1,3})\s+(?<card>-|\d{1,3})\s+(?<type>\S.{0,40}?)\s+(?:Present|Absent|Registered|Offline)\b/i;
const NOTE =
  /^\s*(?:PWR|FAN|CMU|LPU|MPU|CLK|PEM|Slot)\w{0,6}\s|\bDevice status|^[-\s]+$|^\s*\d{0,3}\s+(?:PWR|FAN|PEM|POWER|\d{1,3})\w{0,4}\s|^\s*Chassis/i;

/** Boards of a chassis and members of a stack; cards in a slot, fans and power supplies are none. */
const device = parserOf<SystemRow>((sink) => {
  const units: UnitRow[] = [];
  return {
    line(text) {
      const { slot, card, type } = SLOT.exec(text)?.groups ?? {};
      if (slot !== undefined && card === '-') {
        if (units.length < UNITS_MAX)
          units.push({
            unit: slot,
            model: type === '-' ? undefined : type,
            serial: undefined,
            softwareVersion: undefined,
          });
      } else if (!NOTE.test(text)) sink.unknown(text);
    },
    end() {
      const [first] = units;
      if (first?.model === undefined) return;
      // A chassis is called by what `display version` says; a single box is its only slot.
      sink.row({ ...(units.length === 1 && { model: first.model }), units });
    },
  };
});

export const systemCommands: readonly Command<SystemRow>[] = [
  { command: 'display version', parser: version },
  { command: 'display device', parser: device, optional: true },
  {
    command: 'display esn',
    parser: esn,
    optional: true,
    alternative: { command: 'display sn', parser: esn, optional: true },
  },
  {
    command: 'display bridge mac-address',
    parser: bridgeMac,
    optional: true,
    alternative: { command: 'display system mac-address', parser: bridgeMac, optional: true },
  },
];
