/** A port as its configuration and the table of states tell it together: one function, for who plans and who carries out must not differ. */

/** `undefined`: it is not told. */
interface Told {
  readonly mode?: string | undefined;
  readonly description?: string | undefined;
  readonly adminUp?: boolean | undefined;
}

export interface PortRowTold extends Told {
  readonly vlan?: number | undefined;
}

export interface PortConfigTold extends Told {
  readonly accessVlan?: number | undefined;
}

export interface PortNow {
  readonly mode: string | undefined;
  /** Of ports that are in another mode there is none. */
  readonly accessVlan: number | undefined;
  /** Never empty. */
  readonly description: string | undefined;
  readonly adminUp: boolean | undefined;
}

/** Lines of the configuration decide; the table of states adds what they leave out. */
export function portNow(row: PortRowTold | undefined, config: PortConfigTold | undefined): PortNow {
  const mode = config?.mode ?? row?.mode;
  return {
    mode,
    accessVlan: mode === 'access' || mode === undefined ? (config?.accessVlan ?? row?.vlan) : undefined,
    description: (config?.description ?? row?.description) || undefined,
    adminUp: config?.adminUp ?? row?.adminUp,
  };
}
