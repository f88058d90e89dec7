// Original file: proto/wayside/v1/schedule.proto


export interface ResumeScheduleRequest {
  'id'?: (string);
  'site'?: (string);
}

export interface ResumeScheduleRequest__Output {
  'id': (string);
  'site': (string);
}
