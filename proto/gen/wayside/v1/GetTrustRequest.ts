// Original file: proto/wayside/v1/enrolment.proto


export interface GetTrustRequest {
}

export interface GetTrustRequest__Output {
}
