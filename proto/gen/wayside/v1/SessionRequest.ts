// Original file: proto/wayside/v1/session.proto

import type { Hello as _wayside_v1_Hello, Hello__Output as _wayside_v1_Hello__Output } from '../../wayside/v1/Hello.ts';
import type { Heartbeat as _wayside_v1_Heartbeat, Heartbeat__Output as _wayside_v1_Heartbeat__Output } from '../../wayside/v1/Heartbeat.ts';
import type { Delta as _wayside_v1_Delta, Delta__Output as _wayside_v1_Delta__Output } from '../../wayside/v1/Delta.ts';
import type { JobAccepted as _wayside_v1_JobAccepted, JobAccepted__Output as _wayside_v1_JobAccepted__Output } from '../../wayside/v1/JobAccepted.ts';
import type { JobRejected as _wayside_v1_JobRejected, JobRejected__Output as _wayside_v1_JobRejected__Output } from '../../wayside/v1/JobRejected.ts';
import type { JobProgressed as _wayside_v1_JobProgressed, JobProgressed__Output as _wayside_v1_JobProgressed__Output } from '../../wayside/v1/JobProgressed.ts';
import type { JobEnded as _wayside_v1_JobEnded, JobEnded__Output as _wayside_v1_JobEnded__Output } from '../../wayside/v1/JobEnded.ts';
import type { CertificateRequested as _wayside_v1_CertificateRequested, CertificateRequested__Output as _wayside_v1_CertificateRequested__Output } from '../../wayside/v1/CertificateRequested.ts';
import type { Chunk as _wayside_v1_Chunk, Chunk__Output as _wayside_v1_Chunk__Output } from '../../wayside/v1/Chunk.ts';
import type { LogLevelTold as _wayside_v1_LogLevelTold, LogLevelTold__Output as _wayside_v1_LogLevelTold__Output } from '../../wayside/v1/LogLevelTold.ts';
import type { CredentialEnded as _wayside_v1_CredentialEnded, CredentialEnded__Output as _wayside_v1_CredentialEnded__Output } from '../../wayside/v1/CredentialEnded.ts';
import type { CredentialsHeld as _wayside_v1_CredentialsHeld, CredentialsHeld__Output as _wayside_v1_CredentialsHeld__Output } from '../../wayside/v1/CredentialsHeld.ts';
import type { FiringsTold as _wayside_v1_FiringsTold, FiringsTold__Output as _wayside_v1_FiringsTold__Output } from '../../wayside/v1/FiringsTold.ts';
import type { DigestsTold as _wayside_v1_DigestsTold, DigestsTold__Output as _wayside_v1_DigestsTold__Output } from '../../wayside/v1/DigestsTold.ts';
import type { HostKeysTold as _wayside_v1_HostKeysTold, HostKeysTold__Output as _wayside_v1_HostKeysTold__Output } from '../../wayside/v1/HostKeysTold.ts';

/**
 * From the agent.
 */
export interface SessionRequest {
  'hello'?: (_wayside_v1_Hello | null);
  'heartbeat'?: (_wayside_v1_Heartbeat | null);
  'delta'?: (_wayside_v1_Delta | null);
  'jobAccepted'?: (_wayside_v1_JobAccepted | null);
  'jobRejected'?: (_wayside_v1_JobRejected | null);
  'jobProgressed'?: (_wayside_v1_JobProgressed | null);
  'jobEnded'?: (_wayside_v1_JobEnded | null);
  'certificateRequested'?: (_wayside_v1_CertificateRequested | null);
  /**
   * A message over 256 KiB, cut into pieces.
   */
  'chunk'?: (_wayside_v1_Chunk | null);
  'logLevelTold'?: (_wayside_v1_LogLevelTold | null);
  'credentialEnded'?: (_wayside_v1_CredentialEnded | null);
  'credentialsHeld'?: (_wayside_v1_CredentialsHeld | null);
  'firingsTold'?: (_wayside_v1_FiringsTold | null);
  'digestsTold'?: (_wayside_v1_DigestsTold | null);
  'hostKeysTold'?: (_wayside_v1_HostKeysTold | null);
  'message'?: "hello"|"heartbeat"|"delta"|"jobAccepted"|"jobRejected"|"jobProgressed"|"jobEnded"|"certificateRequested"|"chunk"|"logLevelTold"|"credentialEnded"|"credentialsHeld"|"firingsTold"|"digestsTold"|"hostKeysTold";
}

/**
 * From the agent.
 */
export interface SessionRequest__Output {
  'hello'?: (_wayside_v1_Hello__Output | null);
  'heartbeat'?: (_wayside_v1_Heartbeat__Output | null);
  'delta'?: (_wayside_v1_Delta__Output | null);
  'jobAccepted'?: (_wayside_v1_JobAccepted__Output | null);
  'jobRejected'?: (_wayside_v1_JobRejected__Output | null);
  'jobProgressed'?: (_wayside_v1_JobProgressed__Output | null);
  'jobEnded'?: (_wayside_v1_JobEnded__Output | null);
  'certificateRequested'?: (_wayside_v1_CertificateRequested__Output | null);
  /**
   * A message over 256 KiB, cut into pieces.
   */
  'chunk'?: (_wayside_v1_Chunk__Output | null);
  'logLevelTold'?: (_wayside_v1_LogLevelTold__Output | null);
  'credentialEnded'?: (_wayside_v1_CredentialEnded__Output | null);
  'credentialsHeld'?: (_wayside_v1_CredentialsHeld__Output | null);
  'firingsTold'?: (_wayside_v1_FiringsTold__Output | null);
  'digestsTold'?: (_wayside_v1_DigestsTold__Output | null);
  'hostKeysTold'?: (_wayside_v1_HostKeysTold__Output | null);
  'message'?: "hello"|"heartbeat"|"delta"|"jobAccepted"|"jobRejected"|"jobProgressed"|"jobEnded"|"certificateRequested"|"chunk"|"logLevelTold"|"credentialEnded"|"credentialsHeld"|"firingsTold"|"digestsTold"|"hostKeysTold";
}
