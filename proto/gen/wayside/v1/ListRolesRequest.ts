// Original file: proto/wayside/v1/user.proto


export interface ListRolesRequest {
}

export interface ListRolesRequest__Output {
}
