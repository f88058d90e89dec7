/**
 * Ports of AOS-S are numbers (`7`), slot letters (`A7`), stack members (`1/7`, `2/A7`) and trunks (`Trk3`). Tables mark
 * a port: `A8*` has a foreign transceiver or a value of RADIUS, `D1-Trk1` is a member of a trunk.
 */
const PORT = /^(?:\d{1,2}\/)?[A-Z]?\d{1,3}$/i;
const TRUNK = /^(?:trk|dyn)\d{1,3}$/i;

/** A port, a trunk, or a member of a trunk with its mark. */
export function isProcurvePort(text: string): boolean {
  const [, port = '', , trunk] = SPLIT.exec(text) ?? [];
  return (PORT.test(port) || TRUNK.test(port)) && (trunk === undefined || TRUNK.test(trunk));
}

/** The port, the mark, and the trunk behind it; a cut name (`1/28-...`) has no trunk. */
const SPLIT = /^([\w/]{1,8})(\*?)(?:-(?:\.{2,3}|([A-Za-z]{3}\d{1,3})))?(?:\*)?$/;

export function procurvePortName(text: string): string {
  const trimmed = text.trim();
  const [, port] = SPLIT.exec(trimmed) ?? [];
  if (port === undefined || !isProcurvePort(trimmed)) return trimmed;
  return TRUNK.test(port) ? trunkName(port) : port.toUpperCase();
}

/** `trk1` to `Trk1`. */
function trunkName(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1).toLowerCase();
}

/** The trunk that `D1-Trk1` names. */
export function trunkOf(text: string): string | undefined {
  const [, , , trunk] = SPLIT.exec(text.trim()) ?? [];
  return trunk !== undefined && TRUNK.test(trunk) ? trunkName(trunk) : undefined;
}

/** No list of a device is longer; a few letters must not become millions of names. */
const LIST_PORTS_MAX = 1_024;

/** `1-4,A7,Trk1` and `1/1-1/4` to single names; what is no port is left out. */
export function procurvePorts(list: string): string[] {
  const names: string[] = [];
  for (const piece of list.split(/[,\s]+/)) {
    if (piece === '' || piece.length > 32) continue;
    for (const name of expand(piece)) if (isProcurvePort(name)) names.push(procurvePortName(name));
    if (names.length >= LIST_PORTS_MAX) break;
  }
  return names.slice(0, LIST_PORTS_MAX);
}

function expand(piece: string): string[] {
  const [, prefix = '', from, to] =
    /^((?:\d{1,2}\/)?[A-Za-z]{0,3})(\d{1,3})-(?:\1)?(\d{1,3})$/.exec(piece) ?? [];
  if (from === undefined || to === undefined) return [piece];
  const count = Number(to) - Number(from) + 1;
  if (!(count >= 1 && count <= LIST_PORTS_MAX)) return [piece];
  return Array.from({ length: count }, (_, i) => `${prefix}${Number(from) + i}`);
}
