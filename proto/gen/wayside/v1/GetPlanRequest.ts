// Original file: proto/wayside/v1/plan.proto


export interface GetPlanRequest {
  'id'?: (string);
}

export interface GetPlanRequest__Output {
  'id': (string);
}
