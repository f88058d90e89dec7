// Original file: proto/wayside/v1/session.proto

import type { Welcome as _wayside_v1_Welcome, Welcome__Output as _wayside_v1_Welcome__Output } from '../../wayside/v1/Welcome.ts';
import type { Heartbeat as _wayside_v1_Heartbeat, Heartbeat__Output as _wayside_v1_Heartbeat__Output } from '../../wayside/v1/Heartbeat.ts';
import type { DeltaAcknowledged as _wayside_v1_DeltaAcknowledged, DeltaAcknowledged__Output as _wayside_v1_DeltaAcknowledged__Output } from '../../wayside/v1/DeltaAcknowledged.ts';
import type { JobOffered as _wayside_v1_JobOffered, JobOffered__Output as _wayside_v1_JobOffered__Output } from '../../wayside/v1/JobOffered.ts';
import type { JobCancelled as _wayside_v1_JobCancelled, JobCancelled__Output as _wayside_v1_JobCancelled__Output } from '../../wayside/v1/JobCancelled.ts';
import type { JobEndAcknowledged as _wayside_v1_JobEndAcknowledged, JobEndAcknowledged__Output as _wayside_v1_JobEndAcknowledged__Output } from '../../wayside/v1/JobEndAcknowledged.ts';
import type { CertificateIssued as _wayside_v1_CertificateIssued, CertificateIssued__Output as _wayside_v1_CertificateIssued__Output } from '../../wayside/v1/CertificateIssued.ts';
import type { GoAway as _wayside_v1_GoAway, GoAway__Output as _wayside_v1_GoAway__Output } from '../../wayside/v1/GoAway.ts';
import type { Chunk as _wayside_v1_Chunk, Chunk__Output as _wayside_v1_Chunk__Output } from '../../wayside/v1/Chunk.ts';
import type { TrustChanged as _wayside_v1_TrustChanged, TrustChanged__Output as _wayside_v1_TrustChanged__Output } from '../../wayside/v1/TrustChanged.ts';
import type { LogLevelAsked as _wayside_v1_LogLevelAsked, LogLevelAsked__Output as _wayside_v1_LogLevelAsked__Output } from '../../wayside/v1/LogLevelAsked.ts';
import type { CredentialOrdered as _wayside_v1_CredentialOrdered, CredentialOrdered__Output as _wayside_v1_CredentialOrdered__Output } from '../../wayside/v1/CredentialOrdered.ts';
import type { FiringsAcknowledged as _wayside_v1_FiringsAcknowledged, FiringsAcknowledged__Output as _wayside_v1_FiringsAcknowledged__Output } from '../../wayside/v1/FiringsAcknowledged.ts';
import type { SchedulesCopied as _wayside_v1_SchedulesCopied, SchedulesCopied__Output as _wayside_v1_SchedulesCopied__Output } from '../../wayside/v1/SchedulesCopied.ts';
import type { DigestsCompared as _wayside_v1_DigestsCompared, DigestsCompared__Output as _wayside_v1_DigestsCompared__Output } from '../../wayside/v1/DigestsCompared.ts';
import type { HostKeysAsked as _wayside_v1_HostKeysAsked, HostKeysAsked__Output as _wayside_v1_HostKeysAsked__Output } from '../../wayside/v1/HostKeysAsked.ts';

/**
 * From the controller.
 */
export interface SessionResponse {
  'welcome'?: (_wayside_v1_Welcome | null);
  'heartbeat'?: (_wayside_v1_Heartbeat | null);
  'deltaAcknowledged'?: (_wayside_v1_DeltaAcknowledged | null);
  'jobOffered'?: (_wayside_v1_JobOffered | null);
  'jobCancelled'?: (_wayside_v1_JobCancelled | null);
  'jobEndAcknowledged'?: (_wayside_v1_JobEndAcknowledged | null);
  'certificateIssued'?: (_wayside_v1_CertificateIssued | null);
  /**
   * The controller ends the session on purpose and says when to come back.
   */
  'goAway'?: (_wayside_v1_GoAway | null);
  'chunk'?: (_wayside_v1_Chunk | null);
  'trustChanged'?: (_wayside_v1_TrustChanged | null);
  'logLevelAsked'?: (_wayside_v1_LogLevelAsked | null);
  'credentialOrdered'?: (_wayside_v1_CredentialOrdered | null);
  'firingsAcknowledged'?: (_wayside_v1_FiringsAcknowledged | null);
  'schedulesCopied'?: (_wayside_v1_SchedulesCopied | null);
  'digestsCompared'?: (_wayside_v1_DigestsCompared | null);
  'hostKeysAsked'?: (_wayside_v1_HostKeysAsked | null);
  'message'?: "welcome"|"heartbeat"|"deltaAcknowledged"|"jobOffered"|"jobCancelled"|"jobEndAcknowledged"|"certificateIssued"|"goAway"|"chunk"|"trustChanged"|"logLevelAsked"|"credentialOrdered"|"firingsAcknowledged"|"schedulesCopied"|"digestsCompared"|"hostKeysAsked";
}

/**
 * From the controller.
 */
export interface SessionResponse__Output {
  'welcome'?: (_wayside_v1_Welcome__Output | null);
  'heartbeat'?: (_wayside_v1_Heartbeat__Output | null);
  'deltaAcknowledged'?: (_wayside_v1_DeltaAcknowledged__Output | null);
  'jobOffered'?: (_wayside_v1_JobOffered__Output | null);
  'jobCancelled'?: (_wayside_v1_JobCancelled__Output | null);
  'jobEndAcknowledged'?: (_wayside_v1_JobEndAcknowledged__Output | null);
  'certificateIssued'?: (_wayside_v1_CertificateIssued__Output | null);
  /**
   * The controller ends the session on purpose and says when to come back.
   */
  'goAway'?: (_wayside_v1_GoAway__Output | null);
  'chunk'?: (_wayside_v1_Chunk__Output | null);
  'trustChanged'?: (_wayside_v1_TrustChanged__Output | null);
  'logLevelAsked'?: (_wayside_v1_LogLevelAsked__Output | null);
  'credentialOrdered'?: (_wayside_v1_CredentialOrdered__Output | null);
  'firingsAcknowledged'?: (_wayside_v1_FiringsAcknowledged__Output | null);
  'schedulesCopied'?: (_wayside_v1_SchedulesCopied__Output | null);
  'digestsCompared'?: (_wayside_v1_DigestsCompared__Output | null);
  'hostKeysAsked'?: (_wayside_v1_HostKeysAsked__Output | null);
  'message'?: "welcome"|"heartbeat"|"deltaAcknowledged"|"jobOffered"|"jobCancelled"|"jobEndAcknowledged"|"certificateIssued"|"goAway"|"chunk"|"trustChanged"|"logLevelAsked"|"credentialOrdered"|"firingsAcknowledged"|"schedulesCopied"|"digestsCompared"|"hostKeysAsked";
}
