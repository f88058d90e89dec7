// Original file: proto/wayside/v1/enrolment.proto


export interface GetTrustResponse {
  /**
   * DER; the last one issues.
   */
  'caCertificates'?: (Buffer | Uint8Array | string)[];
  /**
   * The membership document; it names the SHA-256 hashes of the CAs of each member that ever replaced one.
   */
  'membership'?: (Buffer | Uint8Array | string);
}

export interface GetTrustResponse__Output {
  /**
   * DER; the last one issues.
   */
  'caCertificates': (Buffer)[];
  /**
   * The membership document; it names the SHA-256 hashes of the CAs of each member that ever replaced one.
   */
  'membership': (Buffer);
}
