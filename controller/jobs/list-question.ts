/** What is asked of a list of jobs. */
import {
  type FilterTerm,
  filterKey,
  formatRef,
  type JobState,
  type JobView,
  type JsonObject,
  type RowFields,
  rowFields,
} from '../../shared/model/index.ts';

export interface ListJobsQuestion {
  readonly pageSize: number;
  readonly pageToken: string;
  readonly kind: string;
  readonly state: JobState | undefined;
  readonly showChildren: boolean;
  /** Terms as `parseFilter` has them. */
  readonly where?: readonly FilterTerm[];
  /** Who asks: a page token is good for nobody else. */
  readonly who?: string;
}

/** What lists of jobs can be filtered and ordered by. */
export const jobFields: RowFields<JobView> = rowFields<JobView>(
  {
    id: ({ id }) => id,
    kind: ({ kind }) => kind,
    state: ({ state }) => state,
    site: ({ site }) => site,
    agentId: ({ agentId }) => agentId,
    attempt: ({ attempt }) => attempt,
    createdBy: ({ createdBy }) => createdBy,
    parentId: ({ parentId }) => parentId,
    targets: ({ targets }) => targets.map(formatRef),
    error: ({ error }) => error?.code,
    queuePosition: ({ queuePosition }) => queuePosition,
  },
  {
    createTime: ({ createdAt }) => createdAt,
    startTime: ({ startedAt }) => startedAt,
    endTime: ({ endedAt }) => endedAt,
  },
);

/** All that a list depends on besides the kind. */
export function jobsKey({ state, showChildren, who = '', where = [] }: ListJobsQuestion): JsonObject {
  return { who, state: state ?? '', children: showChildren, where: filterKey(where) };
}
