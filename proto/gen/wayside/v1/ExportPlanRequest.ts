// Original file: proto/wayside/v1/plan.proto


export interface ExportPlanRequest {
  'id'?: (string);
}

export interface ExportPlanRequest__Output {
  'id': (string);
}
