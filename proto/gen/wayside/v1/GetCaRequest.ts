// Original file: proto/wayside/v1/ca.proto


export interface GetCaRequest {
}

export interface GetCaRequest__Output {
}
