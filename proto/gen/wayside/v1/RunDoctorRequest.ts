// Original file: proto/wayside/v1/system.proto


export interface RunDoctorRequest {
}

export interface RunDoctorRequest__Output {
}
