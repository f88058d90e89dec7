// Original file: proto/wayside/v1/port.proto


export interface PortNote {
  'switchName'?: (string);
  'port'?: (string);
  'note'?: (string);
}

export interface PortNote__Output {
  'switchName': (string);
  'port': (string);
  'note': (string);
}
