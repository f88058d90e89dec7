/** Ports of EXOS are numbers: `5` on one switch, `1:5` in a stack or chassis, `1:51:1` for a part of a split socket. */

const PORT = /^\d{1,3}(?::\d{1,3}){0,2}$/;
/** A list that claims more ports than this is cut. */
const LIST_PORTS_MAX = 4_096;
const RANGE_PORTS_MAX = 1_024;

export function isExosPort(text: string): boolean {
  return PORT.test(text);
}

/** `port 1:5`, `1:5(name)`, `*1:5` to `1:5`; other text comes back trimmed. */
export function exosPortName(text: string): string {
  const trimmed = text.trim();
  return (
    /^(?:ports? )?[*!]?(\d{1,3}(?::\d{1,3}){0,2})[gbemdM+]{0,3}(?:\(.{0,64}\))?$/i.exec(trimmed)?.[1] ??
    trimmed
  );
}

/** `1-4, 1:5-1:8, 2:1-3` to single names. Pieces that are no ports are left out. */
export function exosPorts(list: string): string[] {
  const names: string[] = [];
  for (const piece of list.split(/[,\s]+/)) {
    if (names.length >= LIST_PORTS_MAX) break;
    const [, slot = '', first, again, last] =
      /^((?:\d{1,3}:){0,2})(\d{1,3})-((?:\d{1,3}:){0,2})(\d{1,3})$/.exec(piece) ?? [];
    const count = Number(last) - Number(first) + 1;
    if (first !== undefined && (again === '' || again === slot) && count >= 1 && count <= RANGE_PORTS_MAX)
      for (let i = 0; i < count; i += 1) names.push(`${slot}${Number(first) + i}`);
    else if (isExosPort(exosPortName(piece))) names.push(exosPortName(piece));
  }
  return names;
}

const VLAN_MAX = 4_094;

/** `0101`, `4092`; 4095 belongs to the management port and is no VLAN of the wire. */
export function exosVlan(text: string | undefined): number | undefined {
  const vlan = Number(text ?? '');
  return Number.isInteger(vlan) && vlan > 0 && vlan <= VLAN_MAX ? vlan : undefined;
}
