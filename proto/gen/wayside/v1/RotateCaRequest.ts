// Original file: proto/wayside/v1/ca.proto


export interface RotateCaRequest {
}

export interface RotateCaRequest__Output {
}
