// Original file: proto/wayside/v1/schedule.proto


export interface DeleteScheduleRequest {
  'id'?: (string);
  'site'?: (string);
  'ifEtag'?: (string);
}

export interface DeleteScheduleRequest__Output {
  'id': (string);
  'site': (string);
  'ifEtag': (string);
}
