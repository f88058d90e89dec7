// Original file: proto/wayside/v1/record.proto


/**
 * A reference: three parts, never a name. Text form `site/kind/id`.
 */
export interface RecordRef {
  /**
   * Short name of the site, or `mesh` for records of no place.
   */
  'site'?: (string);
  /**
   * One of: site, floor, source, agent, switch, port, sighting, neighbour, vlan.
   */
  'kind'?: (string);
  /**
   * Id within site and kind.
   */
  'id'?: (string);
}

/**
 * A reference: three parts, never a name. Text form `site/kind/id`.
 */
export interface RecordRef__Output {
  /**
   * Short name of the site, or `mesh` for records of no place.
   */
  'site': (string);
  /**
   * One of: site, floor, source, agent, switch, port, sighting, neighbour, vlan.
   */
  'kind': (string);
  /**
   * Id within site and kind.
   */
  'id': (string);
}
