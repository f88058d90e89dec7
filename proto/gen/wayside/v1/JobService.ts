// Original file: proto/wayside/v1/job.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { CancelJobRequest as _wayside_v1_CancelJobRequest, CancelJobRequest__Output as _wayside_v1_CancelJobRequest__Output } from '../../wayside/v1/CancelJobRequest.ts';
import type { CancelJobResponse as _wayside_v1_CancelJobResponse, CancelJobResponse__Output as _wayside_v1_CancelJobResponse__Output } from '../../wayside/v1/CancelJobResponse.ts';
import type { GetJobLogRequest as _wayside_v1_GetJobLogRequest, GetJobLogRequest__Output as _wayside_v1_GetJobLogRequest__Output } from '../../wayside/v1/GetJobLogRequest.ts';
import type { GetJobLogResponse as _wayside_v1_GetJobLogResponse, GetJobLogResponse__Output as _wayside_v1_GetJobLogResponse__Output } from '../../wayside/v1/GetJobLogResponse.ts';
import type { GetJobRequest as _wayside_v1_GetJobRequest, GetJobRequest__Output as _wayside_v1_GetJobRequest__Output } from '../../wayside/v1/GetJobRequest.ts';
import type { GetJobResponse as _wayside_v1_GetJobResponse, GetJobResponse__Output as _wayside_v1_GetJobResponse__Output } from '../../wayside/v1/GetJobResponse.ts';
import type { ListJobsRequest as _wayside_v1_ListJobsRequest, ListJobsRequest__Output as _wayside_v1_ListJobsRequest__Output } from '../../wayside/v1/ListJobsRequest.ts';
import type { ListJobsResponse as _wayside_v1_ListJobsResponse, ListJobsResponse__Output as _wayside_v1_ListJobsResponse__Output } from '../../wayside/v1/ListJobsResponse.ts';
import type { RetryJobRequest as _wayside_v1_RetryJobRequest, RetryJobRequest__Output as _wayside_v1_RetryJobRequest__Output } from '../../wayside/v1/RetryJobRequest.ts';
import type { RetryJobResponse as _wayside_v1_RetryJobResponse, RetryJobResponse__Output as _wayside_v1_RetryJobResponse__Output } from '../../wayside/v1/RetryJobResponse.ts';
import type { SubmitJobRequest as _wayside_v1_SubmitJobRequest, SubmitJobRequest__Output as _wayside_v1_SubmitJobRequest__Output } from '../../wayside/v1/SubmitJobRequest.ts';
import type { SubmitJobResponse as _wayside_v1_SubmitJobResponse, SubmitJobResponse__Output as _wayside_v1_SubmitJobResponse__Output } from '../../wayside/v1/SubmitJobResponse.ts';
import type { WatchJobRequest as _wayside_v1_WatchJobRequest, WatchJobRequest__Output as _wayside_v1_WatchJobRequest__Output } from '../../wayside/v1/WatchJobRequest.ts';
import type { WatchJobResponse as _wayside_v1_WatchJobResponse, WatchJobResponse__Output as _wayside_v1_WatchJobResponse__Output } from '../../wayside/v1/WatchJobResponse.ts';

/**
 * Work: submitted once, done by an agent, watched by people. A job is in view for who made it and for who may see all of
 * its targets; targets and results out of view are left out, and so are words that would name them.
 */
export interface JobServiceClient extends grpc.Client {
  /**
   * Asks for an end. The job is `cancelled` only once the agent says that it stopped. Error: JOB_FINISHED.
   */
  CancelJob(argument: _wayside_v1_CancelJobRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_CancelJobResponse__Output>): grpc.ClientUnaryCall;
  CancelJob(argument: _wayside_v1_CancelJobRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_CancelJobResponse__Output>): grpc.ClientUnaryCall;
  CancelJob(argument: _wayside_v1_CancelJobRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_CancelJobResponse__Output>): grpc.ClientUnaryCall;
  CancelJob(argument: _wayside_v1_CancelJobRequest, callback: grpc.requestCallback<_wayside_v1_CancelJobResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Asks for an end. The job is `cancelled` only once the agent says that it stopped. Error: JOB_FINISHED.
   */
  cancelJob(argument: _wayside_v1_CancelJobRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_CancelJobResponse__Output>): grpc.ClientUnaryCall;
  cancelJob(argument: _wayside_v1_CancelJobRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_CancelJobResponse__Output>): grpc.ClientUnaryCall;
  cancelJob(argument: _wayside_v1_CancelJobRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_CancelJobResponse__Output>): grpc.ClientUnaryCall;
  cancelJob(argument: _wayside_v1_CancelJobRequest, callback: grpc.requestCallback<_wayside_v1_CancelJobResponse__Output>): grpc.ClientUnaryCall;
  
  GetJob(argument: _wayside_v1_GetJobRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_GetJobResponse__Output>): grpc.ClientUnaryCall;
  GetJob(argument: _wayside_v1_GetJobRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_GetJobResponse__Output>): grpc.ClientUnaryCall;
  GetJob(argument: _wayside_v1_GetJobRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_GetJobResponse__Output>): grpc.ClientUnaryCall;
  GetJob(argument: _wayside_v1_GetJobRequest, callback: grpc.requestCallback<_wayside_v1_GetJobResponse__Output>): grpc.ClientUnaryCall;
  getJob(argument: _wayside_v1_GetJobRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_GetJobResponse__Output>): grpc.ClientUnaryCall;
  getJob(argument: _wayside_v1_GetJobRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_GetJobResponse__Output>): grpc.ClientUnaryCall;
  getJob(argument: _wayside_v1_GetJobRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_GetJobResponse__Output>): grpc.ClientUnaryCall;
  getJob(argument: _wayside_v1_GetJobRequest, callback: grpc.requestCallback<_wayside_v1_GetJobResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * What was said of its attempts, the last 200 lines of each, in order. Empty for those who may not see all of its targets.
   */
  GetJobLog(argument: _wayside_v1_GetJobLogRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_GetJobLogResponse__Output>): grpc.ClientUnaryCall;
  GetJobLog(argument: _wayside_v1_GetJobLogRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_GetJobLogResponse__Output>): grpc.ClientUnaryCall;
  GetJobLog(argument: _wayside_v1_GetJobLogRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_GetJobLogResponse__Output>): grpc.ClientUnaryCall;
  GetJobLog(argument: _wayside_v1_GetJobLogRequest, callback: grpc.requestCallback<_wayside_v1_GetJobLogResponse__Output>): grpc.ClientUnaryCall;
  /**
   * What was said of its attempts, the last 200 lines of each, in order. Empty for those who may not see all of its targets.
   */
  getJobLog(argument: _wayside_v1_GetJobLogRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_GetJobLogResponse__Output>): grpc.ClientUnaryCall;
  getJobLog(argument: _wayside_v1_GetJobLogRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_GetJobLogResponse__Output>): grpc.ClientUnaryCall;
  getJobLog(argument: _wayside_v1_GetJobLogRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_GetJobLogResponse__Output>): grpc.ClientUnaryCall;
  getJobLog(argument: _wayside_v1_GetJobLogRequest, callback: grpc.requestCallback<_wayside_v1_GetJobLogResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Newest first, without `results`: GetJob has them. A page may hold fewer jobs than were asked for.
   */
  ListJobs(argument: _wayside_v1_ListJobsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_ListJobsResponse__Output>): grpc.ClientUnaryCall;
  ListJobs(argument: _wayside_v1_ListJobsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_ListJobsResponse__Output>): grpc.ClientUnaryCall;
  ListJobs(argument: _wayside_v1_ListJobsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_ListJobsResponse__Output>): grpc.ClientUnaryCall;
  ListJobs(argument: _wayside_v1_ListJobsRequest, callback: grpc.requestCallback<_wayside_v1_ListJobsResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Newest first, without `results`: GetJob has them. A page may hold fewer jobs than were asked for.
   */
  listJobs(argument: _wayside_v1_ListJobsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_ListJobsResponse__Output>): grpc.ClientUnaryCall;
  listJobs(argument: _wayside_v1_ListJobsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_ListJobsResponse__Output>): grpc.ClientUnaryCall;
  listJobs(argument: _wayside_v1_ListJobsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_ListJobsResponse__Output>): grpc.ClientUnaryCall;
  listJobs(argument: _wayside_v1_ListJobsRequest, callback: grpc.requestCallback<_wayside_v1_ListJobsResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * A new job for the targets of an ended one that failed, were read in part or never had their turn. Errors: as of
   * SubmitJob, and INVALID_INPUT when it has not ended, none failed, or the controller did it itself.
   */
  RetryJob(argument: _wayside_v1_RetryJobRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_RetryJobResponse__Output>): grpc.ClientUnaryCall;
  RetryJob(argument: _wayside_v1_RetryJobRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_RetryJobResponse__Output>): grpc.ClientUnaryCall;
  RetryJob(argument: _wayside_v1_RetryJobRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_RetryJobResponse__Output>): grpc.ClientUnaryCall;
  RetryJob(argument: _wayside_v1_RetryJobRequest, callback: grpc.requestCallback<_wayside_v1_RetryJobResponse__Output>): grpc.ClientUnaryCall;
  /**
   * A new job for the targets of an ended one that failed, were read in part or never had their turn. Errors: as of
   * SubmitJob, and INVALID_INPUT when it has not ended, none failed, or the controller did it itself.
   */
  retryJob(argument: _wayside_v1_RetryJobRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_RetryJobResponse__Output>): grpc.ClientUnaryCall;
  retryJob(argument: _wayside_v1_RetryJobRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_RetryJobResponse__Output>): grpc.ClientUnaryCall;
  retryJob(argument: _wayside_v1_RetryJobRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_RetryJobResponse__Output>): grpc.ClientUnaryCall;
  retryJob(argument: _wayside_v1_RetryJobRequest, callback: grpc.requestCallback<_wayside_v1_RetryJobResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Persists a job and queues it. A reading that is equal to one on its way shares its work: each of the jobs is watched,
   * cancelled and kept by itself. Errors: NO_CAPABLE_AGENT at once when nothing online can serve it, QUEUE_FULL.
   */
  SubmitJob(argument: _wayside_v1_SubmitJobRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_SubmitJobResponse__Output>): grpc.ClientUnaryCall;
  SubmitJob(argument: _wayside_v1_SubmitJobRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_SubmitJobResponse__Output>): grpc.ClientUnaryCall;
  SubmitJob(argument: _wayside_v1_SubmitJobRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_SubmitJobResponse__Output>): grpc.ClientUnaryCall;
  SubmitJob(argument: _wayside_v1_SubmitJobRequest, callback: grpc.requestCallback<_wayside_v1_SubmitJobResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Persists a job and queues it. A reading that is equal to one on its way shares its work: each of the jobs is watched,
   * cancelled and kept by itself. Errors: NO_CAPABLE_AGENT at once when nothing online can serve it, QUEUE_FULL.
   */
  submitJob(argument: _wayside_v1_SubmitJobRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_SubmitJobResponse__Output>): grpc.ClientUnaryCall;
  submitJob(argument: _wayside_v1_SubmitJobRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_wayside_v1_SubmitJobResponse__Output>): grpc.ClientUnaryCall;
  submitJob(argument: _wayside_v1_SubmitJobRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_wayside_v1_SubmitJobResponse__Output>): grpc.ClientUnaryCall;
  submitJob(argument: _wayside_v1_SubmitJobRequest, callback: grpc.requestCallback<_wayside_v1_SubmitJobResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * The job as it is, then each change of state or progress, until it has ended. The first and the last message hold
   * the whole job; those between leave `targets` out, and `results` has only those that came since the message before
   * (after a new `attempt` began: all of that one).
   */
  WatchJob(argument: _wayside_v1_WatchJobRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_wayside_v1_WatchJobResponse__Output>;
  WatchJob(argument: _wayside_v1_WatchJobRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_wayside_v1_WatchJobResponse__Output>;
  /**
   * The job as it is, then each change of state or progress, until it has ended. The first and the last message hold
   * the whole job; those between leave `targets` out, and `results` has only those that came since the message before
   * (after a new `attempt` began: all of that one).
   */
  watchJob(argument: _wayside_v1_WatchJobRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_wayside_v1_WatchJobResponse__Output>;
  watchJob(argument: _wayside_v1_WatchJobRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_wayside_v1_WatchJobResponse__Output>;
  
}

/**
 * Work: submitted once, done by an agent, watched by people. A job is in view for who made it and for who may see all of
 * its targets; targets and results out of view are left out, and so are words that would name them.
 */
export interface JobServiceHandlers extends grpc.UntypedServiceImplementation {
  /**
   * Asks for an end. The job is `cancelled` only once the agent says that it stopped. Error: JOB_FINISHED.
   */
  CancelJob: grpc.handleUnaryCall<_wayside_v1_CancelJobRequest__Output, _wayside_v1_CancelJobResponse>;
  
  GetJob: grpc.handleUnaryCall<_wayside_v1_GetJobRequest__Output, _wayside_v1_GetJobResponse>;
  
  /**
   * What was said of its attempts, the last 200 lines of each, in order. Empty for those who may not see all of its targets.
   */
  GetJobLog: grpc.handleUnaryCall<_wayside_v1_GetJobLogRequest__Output, _wayside_v1_GetJobLogResponse>;
  
  /**
   * Newest first, without `results`: GetJob has them. A page may hold fewer jobs than were asked for.
   */
  ListJobs: grpc.handleUnaryCall<_wayside_v1_ListJobsRequest__Output, _wayside_v1_ListJobsResponse>;
  
  /**
   * A new job for the targets of an ended one that failed, were read in part or never had their turn. Errors: as of
   * SubmitJob, and INVALID_INPUT when it has not ended, none failed, or the controller did it itself.
   */
  RetryJob: grpc.handleUnaryCall<_wayside_v1_RetryJobRequest__Output, _wayside_v1_RetryJobResponse>;
  
  /**
   * Persists a job and queues it. A reading that is equal to one on its way shares its work: each of the jobs is watched,
   * cancelled and kept by itself. Errors: NO_CAPABLE_AGENT at once when nothing online can serve it, QUEUE_FULL.
   */
  SubmitJob: grpc.handleUnaryCall<_wayside_v1_SubmitJobRequest__Output, _wayside_v1_SubmitJobResponse>;
  
  /**
   * The job as it is, then each change of state or progress, until it has ended. The first and the last message hold
   * the whole job; those between leave `targets` out, and `results` has only those that came since the message before
   * (after a new `attempt` began: all of that one).
   */
  WatchJob: grpc.handleServerStreamingCall<_wayside_v1_WatchJobRequest__Output, _wayside_v1_WatchJobResponse>;
  
}

export interface JobServiceDefinition extends grpc.ServiceDefinition {
  CancelJob: MethodDefinition<_wayside_v1_CancelJobRequest, _wayside_v1_CancelJobResponse, _wayside_v1_CancelJobRequest__Output, _wayside_v1_CancelJobResponse__Output>
  GetJob: MethodDefinition<_wayside_v1_GetJobRequest, _wayside_v1_GetJobResponse, _wayside_v1_GetJobRequest__Output, _wayside_v1_GetJobResponse__Output>
  GetJobLog: MethodDefinition<_wayside_v1_GetJobLogRequest, _wayside_v1_GetJobLogResponse, _wayside_v1_GetJobLogRequest__Output, _wayside_v1_GetJobLogResponse__Output>
  ListJobs: MethodDefinition<_wayside_v1_ListJobsRequest, _wayside_v1_ListJobsResponse, _wayside_v1_ListJobsRequest__Output, _wayside_v1_ListJobsResponse__Output>
  RetryJob: MethodDefinition<_wayside_v1_RetryJobRequest, _wayside_v1_RetryJobResponse, _wayside_v1_RetryJobRequest__Output, _wayside_v1_RetryJobResponse__Output>
  SubmitJob: MethodDefinition<_wayside_v1_SubmitJobRequest, _wayside_v1_SubmitJobResponse, _wayside_v1_SubmitJobRequest__Output, _wayside_v1_SubmitJobResponse__Output>
  WatchJob: MethodDefinition<_wayside_v1_WatchJobRequest, _wayside_v1_WatchJobResponse, _wayside_v1_WatchJobRequest__Output, _wayside_v1_WatchJobResponse__Output>
}
