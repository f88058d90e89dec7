/** What makes a campus hard, each as a share; the defaults are the least that the figures are asked for. */
export interface Adversities {
  /** Switches that do not answer; half of them were never collected, the other half days ago. */
  readonly silent: number;
  /** Addresses that have aged out on some switches of their way. */
  readonly agedWay: number;
  /** Addresses that have aged out everywhere. */
  readonly agedAll: number;
  /** Access switches behind unmanaged switches. */
  readonly hubBetween: number;
  /** Edge places that are a row of unmanaged switches. */
  readonly hubs: number;
  /** Access switches with so little on them that port and uplink hold equally many addresses. */
  readonly sparse: number;
  /** Access switches that carry one VLAN, untagged, on a link in access mode. */
  readonly accessUplink: number;
  /** Distribution switches that are a pair. */
  readonly mlag: number;
  /** Edge ports whose LLDP row speaks of a switch that has been moved away. */
  readonly staleLldp: number;
  /** Campuses whose switches are managed over a network of their own: none of their addresses is learned here. */
  readonly outOfBand: number;
  /** Edge ports in trunk mode. */
  readonly trunkEdge: number;
  /** Edge ports whose description lies. */
  readonly lyingText: number;
  /** Hosts per campus, whatever its size. */
  readonly moved: number;
  readonly duplicates: number;
  readonly flapping: number;
}

export const ADVERSITIES: Adversities = {
  silent: 0.1,
  agedWay: 0.1,
  agedAll: 0.05,
  hubBetween: 0.08,
  hubs: 0.08,
  sparse: 0.08,
  accessUplink: 0.05,
  mlag: 0.4,
  staleLldp: 0.02,
  outOfBand: 0.15,
  trunkEdge: 0.06,
  lyingText: 0.08,
  moved: 6,
  duplicates: 3,
  flapping: 3,
};
