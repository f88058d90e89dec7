// Original file: proto/wayside/v1/session.proto


export interface GoAway {
  'code'?: (string);
  'message'?: (string);
  'retryAfterMs'?: (number);
}

export interface GoAway__Output {
  'code': (string);
  'message': (string);
  'retryAfterMs': (number);
}
