// Original file: proto/wayside/v1/audit.proto


export interface ExportAuditResponse {
  /**
   * One JSON object each. The first has `anchor`, where the chain begins; then each has `entry` and `hash`; the last
   * has `head`, where it ends.
   */
  'lines'?: (string)[];
}

export interface ExportAuditResponse__Output {
  /**
   * One JSON object each. The first has `anchor`, where the chain begins; then each has `entry` and `hash`; the last
   * has `head`, where it ends.
   */
  'lines': (string)[];
}
