// Original file: proto/wayside/v1/user.proto


export interface DeleteRoleResponse {
}

export interface DeleteRoleResponse__Output {
}
