// Original file: proto/wayside/v1/user.proto


export interface DeleteUserResponse {
}

export interface DeleteUserResponse__Output {
}
