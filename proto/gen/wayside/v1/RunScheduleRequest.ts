// Original file: proto/wayside/v1/schedule.proto


export interface RunScheduleRequest {
  'id'?: (string);
  'site'?: (string);
}

export interface RunScheduleRequest__Output {
  'id': (string);
  'site': (string);
}
