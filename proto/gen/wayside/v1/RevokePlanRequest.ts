// Original file: proto/wayside/v1/plan.proto


export interface RevokePlanRequest {
  'id'?: (string);
  'why'?: (string);
  'validateOnly'?: (boolean);
}

export interface RevokePlanRequest__Output {
  'id': (string);
  'why': (string);
  'validateOnly': (boolean);
}
