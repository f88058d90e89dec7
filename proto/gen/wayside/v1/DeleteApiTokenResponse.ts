// Original file: proto/wayside/v1/user.proto


export interface DeleteApiTokenResponse {
}

export interface DeleteApiTokenResponse__Output {
}
