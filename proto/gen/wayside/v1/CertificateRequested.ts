// Original file: proto/wayside/v1/session.proto


export interface CertificateRequested {
  'certificateRequest'?: (Buffer | Uint8Array | string);
}

export interface CertificateRequested__Output {
  'certificateRequest': (Buffer);
}
