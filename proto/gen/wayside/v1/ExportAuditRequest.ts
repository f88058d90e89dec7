// Original file: proto/wayside/v1/audit.proto


export interface ExportAuditRequest {
}

export interface ExportAuditRequest__Output {
}
