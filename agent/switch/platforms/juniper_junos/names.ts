/** Port names of Junos: `ge-0/0/1` everywhere, whatever unit the table names. */

/** `ge-0/0/1`, `xe-0/0/0:2`, `ae10`, with a unit behind it; `vlan.20` and `irb.20` are no ports, their number is all they have. */
const PORT =
  /^((?:(?:fe|ge|mge|xe|xle|et|fte|te|vcp|pp|t1|t3|so|at)-\d{1,3}\/\d{1,3}\/\d{1,3}(?::\d)?|(?:ae|reth|me|vme|em|fxp|fab|swfab|rlsq|as)\d{0,4}))(?:\.\d{1,10})?\*?$/;

/** `ge-0/0/1.0*` to `ge-0/0/1`; other text comes back trimmed. */
export function junosPortName(text: string): string {
  const trimmed = text.trim();
  return PORT.exec(trimmed)?.[1] ?? trimmed;
}

/** Something that a frame can enter by, units left aside: a socket, a bundle of them, a port for management. */
export function isJunosPort(text: string): boolean {
  return text.length > 1 && PORT.test(text);
}

/** `vlan.20` and `irb.20` route for a VLAN, by custom the one of that number. */
export function routedVlan(text: string): number | undefined {
  const [, vlan] = /^(?:vlan|irb)\.(\d{1,4})$/.exec(text.trim()) ?? [];
  return vlan === undefined ? undefined : Number(vlan);
}

const VLAN_NAME = /^(?:v|vlan|vl)[-_. ]?0{0,3}([1-9]\d{0,3})$/i;
const VLAN_MAX = 4_094;

/** The number in a name that is nothing else: `vlan100`, `V100`, `0100`. `v100-Control` may be anything. */
export function vlanInName(name: string): number | undefined {
  const vlan = Number(VLAN_NAME.exec(name)?.[1] ?? /^0{0,3}([1-9]\d{0,3})$/.exec(name)?.[1] ?? 0);
  return vlan > 0 && vlan <= VLAN_MAX ? vlan : undefined;
}
