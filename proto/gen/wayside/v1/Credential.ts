// Original file: proto/wayside/v1/credential.proto

import type { CredentialState as _wayside_v1_CredentialState, CredentialState__Output as _wayside_v1_CredentialState__Output } from '../../wayside/v1/CredentialState.ts';
import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../google/protobuf/Timestamp.ts';

/**
 * A credential without its secret.
 */
export interface Credential {
  'name'?: (string);
  'agentId'?: (string);
  'agent'?: (string);
  'site'?: (string);
  'state'?: (_wayside_v1_CredentialState);
  /**
   * That the agent holds; 0: none.
   */
  'version'?: (number);
  /**
   * Where it may be sent; the first ones.
   */
  'allowedTargets'?: (string)[];
  'targetCount'?: (number);
  /**
   * Typed centrally; else it was set on the agent's host, or the agent does not hold it yet.
   */
  'central'?: (boolean);
  /**
   * Of the last order; 0: none was given here.
   */
  'orderedVersion'?: (number);
  /**
   * Who gave the last order, and when. Empty: it was set on the agent's host.
   */
  'setBy'?: (string);
  'setTime'?: (_google_protobuf_Timestamp | null);
  /**
   * How long an order waits for its agent.
   */
  'expireTime'?: (_google_protobuf_Timestamp | null);
  /**
   * When the agent answered it.
   */
  'answerTime'?: (_google_protobuf_Timestamp | null);
  /**
   * Why the agent refused it.
   */
  'code'?: (string);
  'message'?: (string);
  'hint'?: (string);
  /**
   * Sources of the site that name it.
   */
  'sourceCount'?: (number);
}

/**
 * A credential without its secret.
 */
export interface Credential__Output {
  'name': (string);
  'agentId': (string);
  'agent': (string);
  'site': (string);
  'state': (_wayside_v1_CredentialState__Output);
  /**
   * That the agent holds; 0: none.
   */
  'version': (number);
  /**
   * Where it may be sent; the first ones.
   */
  'allowedTargets': (string)[];
  'targetCount': (number);
  /**
   * Typed centrally; else it was set on the agent's host, or the agent does not hold it yet.
   */
  'central': (boolean);
  /**
   * Of the last order; 0: none was given here.
   */
  'orderedVersion': (number);
  /**
   * Who gave the last order, and when. Empty: it was set on the agent's host.
   */
  'setBy': (string);
  'setTime': (_google_protobuf_Timestamp__Output | null);
  /**
   * How long an order waits for its agent.
   */
  'expireTime': (_google_protobuf_Timestamp__Output | null);
  /**
   * When the agent answered it.
   */
  'answerTime': (_google_protobuf_Timestamp__Output | null);
  /**
   * Why the agent refused it.
   */
  'code': (string);
  'message': (string);
  'hint': (string);
  /**
   * Sources of the site that name it.
   */
  'sourceCount': (number);
}
