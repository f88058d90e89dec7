/** Plans: made from drafts, kept, looked at, approved, and given to their one run. */
import { type PlanView, type Principal, principalName } from '../../shared/model/index.ts';
import { type Clock, Limiter, type Log, newId, type Random } from '../../shared/runtime/index.ts';
import type { Inventory } from '../inventory/index.ts';
import { type AskedRequest, remember, repeated, type Store } from '../store/index.ts';
import { PlanActs } from './acts.ts';
import type { MakeAsk, PlanAsk } from './ask.ts';
import { checkWords } from './check.ts';
import { PlanDesk, unknownPlan } from './desk.ts';
import type { DeskDeps } from './desk-deps.ts';
import type { Draft } from './draft.ts';
import type { Executor } from './executor.ts';
import { allow, principalNow } from './judge.ts';
import { PlanKeeper } from './keeper.ts';
import { PlanMaker } from './maker.ts';
import { againBases } from './planners/again.ts';
import { draftEdit, type EditQuestion } from './planners/edit.ts';
import { basesOf } from './planners/record-bases.ts';
import type { PlanRuns, PrincipalOf, RunJudge, StoredPlan } from './port.ts';
import { PlanRepository } from './repository.ts';
import type { PlanBounds, PlanSettings } from './settings.ts';
import { shortId } from './standing.ts';
import { liveFields } from './step-view.ts';

export type { MakeAsk } from './ask.ts';

export interface PlansDeps {
  readonly store: Store;
  readonly inventory: Pick<Inventory, 'sight' | 'peek' | 'planned' | 'origin' | 'position'>;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly executors: readonly Executor[];
  readonly settings: PlanSettings;
  readonly bounds?: PlanBounds | undefined;
  readonly principalOf: PrincipalOf;
  readonly runs: (judge: RunJudge, repository: PlanRepository) => PlanRuns;
}

/** What people ask for; see `draftEdit`. */
export type EditWish = Omit<EditQuestion, 'newId'>;

/** Plans that are made at once; each may have all its steps in memory. */
const MAKING_MAX = 2;
const WAITING_MAX = 50;

export class Plans {
  readonly repository: PlanRepository;
  readonly runs: PlanRuns;
  private readonly deps: PlansDeps;
  private readonly desk: DeskDeps;
  private readonly maker: PlanMaker;
  private readonly keeper: PlanKeeper;
  private readonly places = new Limiter({
    name: 'the making of plans',
    max: MAKING_MAX,
    waitingMax: WAITING_MAX,
  });
  /** By caller and request: what is being made for it. */
  private readonly asked = new Map<string, Promise<unknown>>();

  constructor(deps: PlansDeps) {
    const { store, inventory, clock, random, log, executors, settings, principalOf, bounds } = deps;
    const repository = new PlanRepository(store);
    const origin = (): string => inventory.origin;
    this.deps = deps;
    this.repository = repository;
    this.maker = new PlanMaker({
      ...{ store, clock, random, executors, settings, origin, bounds },
    });
    const live = liveFields(inventory);
    const judge = { repository, inventory, clock, settings, principalOf, live, executors };
    this.runs = deps.runs(
      {
        allow: (plan, by, steps) => allow(judge, plan, { by, steps }),
        again: async (draft, { sites }, { by, within }) => {
          const bases = againBases(inventory, draft.steps, sites);
          const ask = { principal: principalNow(judge, by), why: '', journal: noteOf(within) };
          return (await this.make(() => ({ ...draft, bases }), ask)).id;
        },
      },
      repository,
    );
    this.desk = {
      ...{ store, repository, clock, log, settings, runs: this.runs, origin, live, principalOf, executors },
      basesOf: (things) => basesOf(inventory, things),
    };
    const isWriting = (no: number): boolean => this.maker.isWriting(no);
    this.keeper = new PlanKeeper({ store, clock, log, settings, bounds, isWriting });
  }

  /** Takes up what a process that ended left: half-written plans go, runs go on. */
  start(): void {
    void this.keeper.tidy(false);
    this.runs.resume();
  }

  /** Resolves once nothing of a run is under way. */
  async stop(): Promise<void> {
    await this.runs.stop();
    await this.keeper.stop();
  }

  /** Forgets plans that ended long ago; for a clock that is believed. */
  prune(): Promise<void> {
    return this.keeper.tidy(true);
  }

  /** Plans as the principal sees them. */
  as(principal: Principal): PlanDesk {
    return new PlanDesk(this.desk, this.deps.inventory.sight(principal));
  }

  /** What the principal may do with them. */
  actsOf(principal: Principal): PlanActs {
    return new PlanActs(this.desk, this.deps.inventory.sight(principal));
  }

  /**
   * From what a planner finds to a plan. `draft` is called once; not at all for a repeat of a request, which gets the first plan.
   * Errors: INVALID_INPUT (words, steps that a store cannot do, more than a plan may have), QUEUE_FULL, DISK_FULL, and those of `draft`.
   */
  async make(draft: () => Draft | Promise<Draft>, ask: MakeAsk): Promise<PlanView> {
    const { principal, request } = ask;
    if (!request || request.id === '' || ask.validateOnly) return this.makeOnce(draft, ask);
    const name = JSON.stringify([principalName(principal), request.id]);
    // What went wrong with the first one is its own affair.
    for (let before = this.asked.get(name); before; before = this.asked.get(name))
      await before.catch(() => undefined);
    const making = this.makeOnce(draft, ask);
    this.asked.set(name, making);
    try {
      return await making;
    } finally {
      this.asked.delete(name);
    }
  }

  /** A plan of what people ask for. Errors: those of `make`, and of a write. */
  edit(wish: EditWish, ask: MakeAsk): Promise<PlanView> {
    const { inventory, clock, random } = this.deps;
    const question = { ...wish, newId: () => newId(clock, random) };
    return this.make(() => draftEdit(inventory, question, ask.principal), ask);
  }

  private async makeOnce(draft: () => Draft | Promise<Draft>, ask: MakeAsk): Promise<PlanView> {
    const { store, inventory, clock, log } = this.deps;
    const { principal, why, overrides = [], expireAfterMs = 0, validateOnly = false, journal } = ask;
    const order: PlanAsk = { principal, why, overrides, expireAfterMs, validateOnly };
    checkWords(order);
    const asked: AskedRequest = { ...(ask.request ?? { id: '', method: '', question: {} }), principal };
    const first = validateOnly ? undefined : repeated(store, asked);
    const desk = this.as(principal);
    if (first !== undefined) return desk.view(this.known(first));
    const permit = await this.places.acquire();
    try {
      const basePos = inventory.position;
      const plan = await this.maker.make(await draft(), {
        ...{ ask: order, basePos },
        within: (made) => {
          remember(store, asked, { answer: made.id, nowMs: clock.now() });
          journal?.(desk.view(made), made.sites);
        },
      });
      this.keeper.makeRoom();
      const { id, planner, steps, madeBy } = plan;
      if (!validateOnly) log.info('plan.made', { plan: shortId(id), planner, steps, by: madeBy });
      return desk.view(plan);
    } catch (error) {
      // Of what was written of it nothing stays.
      void this.keeper.tidy(false);
      throw error;
    } finally {
      permit.release();
    }
  }

  /** Error: NOT_FOUND. */
  private known(id: string): StoredPlan {
    const plan = this.repository.find(id);
    if (plan) return plan;
    throw unknownPlan(id);
  }
}

function noteOf(within: (id: string) => void): NonNullable<MakeAsk['journal']> {
  return ({ id }) => within(id);
}
