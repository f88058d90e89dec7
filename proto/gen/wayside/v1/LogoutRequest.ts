// Original file: proto/wayside/v1/auth.proto


export interface LogoutRequest {
}

export interface LogoutRequest__Output {
}
