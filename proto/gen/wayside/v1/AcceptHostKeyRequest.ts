// Original file: proto/wayside/v1/hostkey.proto


export interface AcceptHostKeyRequest {
  /**
   * Name of a source.
   */
  'source'?: (string);
  /**
   * Needed where several sites have a source of that name.
   */
  'site'?: (string);
  /**
   * The whole `SHA256:…` as the device itself shows it.
   */
  'fingerprint'?: (string);
  /**
   * Full permission and validation, nothing changed at any agent; the answer is as things are.
   */
  'validateOnly'?: (boolean);
}

export interface AcceptHostKeyRequest__Output {
  /**
   * Name of a source.
   */
  'source': (string);
  /**
   * Needed where several sites have a source of that name.
   */
  'site': (string);
  /**
   * The whole `SHA256:…` as the device itself shows it.
   */
  'fingerprint': (string);
  /**
   * Full permission and validation, nothing changed at any agent; the answer is as things are.
   */
  'validateOnly': (boolean);
}
