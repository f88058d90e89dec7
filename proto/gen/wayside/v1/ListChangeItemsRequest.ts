// Original file: proto/wayside/v1/change.proto


export interface ListChangeItemsRequest {
  'id'?: (string);
  'pageSize'?: (number);
  'pageToken'?: (string);
}

export interface ListChangeItemsRequest__Output {
  'id': (string);
  'pageSize': (number);
  'pageToken': (string);
}
