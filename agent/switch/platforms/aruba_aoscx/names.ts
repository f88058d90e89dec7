/** Port names of AOS-CX: `1/1/1` and `lag10`; the management port is `mgmt`. */

/** `1/1/1`, `lag 10`, `LAG10`, `lag10(mc)`, `interface 1/1/1` to the name that all tables print; other text comes back trimmed. */
export function aoscxPortName(text: string): string {
  const trimmed = text
    .trim()
    .replace(/^interface\s/i, '')
    .trim();
  const [, kind, number] =
    /^(lag|vlan|loopback|tunnel|vxlan)\s?(\d{1,5})(?:\s?\((?:mc|multi-chassis)\))?$/i.exec(trimmed) ?? [];
  return kind === undefined ? trimmed : `${kind.toLowerCase()}${number}`;
}
