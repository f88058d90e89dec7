/** What planners of port work know of a switch. */
import { formatRef, PORT_KIND, type RecordRef } from '../../../shared/model/index.ts';
import type { DraftStep, KindBase } from '../draft.ts';
import type { PortSeen, PortStanding } from './port-guards.ts';

/** One switch as it was read last. */
export interface SwitchPicture {
  readonly source: RecordRef;
  /** As people call it. */
  readonly name: string;
  readonly ports: readonly PortSeen[];
  /** Number -> name; empty: nothing is known of its VLANs. */
  readonly vlans: ReadonlyMap<number, string>;
  /** Empty: nobody knows. */
  readonly platform: string;
  /** VLANs in which the switch has an address of its own, each with what says so; only where VLANs are taken away. */
  readonly addressVlans: ReadonlyMap<number, string>;
  judge(port: string): PortStanding;
  /** What all spellings of the name of a port share. */
  keyOf(port: string): string;
}

/** What the shares of the guards are of: all ports of each switch. `areNamed`: see KindBase. */
export function basesOf(
  targets: readonly { readonly picture: SwitchPicture }[],
  steps: readonly DraftStep[],
  { areNamed = false }: { readonly areNamed?: boolean } = {},
): readonly KindBase[] {
  const pictures = new Map(targets.map(({ picture }) => [formatRef(picture.source), picture]));
  const places = new Map(
    steps.map(({ store, kind }) => [JSON.stringify([store, kind]), { store, kind }] as const),
  );
  return [...places.values()].map(({ store, kind }) => {
    const picture = pictures.get(store);
    const existing = (kind === PORT_KIND ? picture?.ports.length : picture?.vlans.size) ?? 0;
    return { store, kind, existing, firstRun: false, ...(areNamed && kind === PORT_KIND && { areNamed }) };
  });
}
