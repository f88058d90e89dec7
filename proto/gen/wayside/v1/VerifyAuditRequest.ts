// Original file: proto/wayside/v1/audit.proto


export interface VerifyAuditRequest {
  'pageToken'?: (string);
}

export interface VerifyAuditRequest__Output {
  'pageToken': (string);
}
