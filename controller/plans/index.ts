export type { ActAsk, ApplyAsk, PlanActs } from './acts.ts';
export { ChangeDesk, Changes, type ChangesDeps, type RevertAsk } from './changes/changes.ts';
export { ChangeItems, ITEMS_READ_MAX, UNDO_ITEMS_MAX } from './changes/items.ts';
export { pruneChangeSets } from './changes/prune.ts';
export { AutomaticResolution } from './conflicts/automatic.ts';
export {
  Conflicts,
  type ConflictsDeps,
  type ConflictsQuestion,
  type Taking,
} from './conflicts/conflicts.ts';
export type { PlanDesk, ShownStep, StepsQuestion } from './desk.ts';
export type { Draft, DraftStep, KindBase, UniqueValue } from './draft.ts';
export type { Current, Executor, RunContext, RunJournal, StepOutcome } from './executor.ts';
export { AgentExecutor, type AgentsDeps } from './executors/agents.ts';
export { EvidenceBox } from './executors/evidence.ts';
export { ObjectsExecutor } from './executors/objects.ts';
export { RecordsExecutor, type RecordsExecutorDeps } from './executors/records.ts';
export { type EditWish, type MakeAsk, Plans, type PlansDeps } from './plans.ts';
export type { BeginRun, BegunRun, PlanRuns, RunJudge, RunWish, StoredPlan } from './port.ts';
export { PortWork, type PortWorkDeps } from './ports/port-work.ts';
export { PlanRepository } from './repository.ts';
export { Runs } from './run/runs.ts';
export { PLAN_BOUNDS, type PlanBounds, type PlanSettings } from './settings.ts';
