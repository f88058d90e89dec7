// Original file: proto/wayside/v1/backup.proto


export interface CreateBackupRequest {
}

export interface CreateBackupRequest__Output {
}
