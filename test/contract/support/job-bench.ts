/** A controller with two sites, one agent of the first spoken by hand, and jobs for it. */
import type { SubmitRequest } from '../../../controller/jobs/index.ts';
import type { JobView } from '../../../shared/model/index.ts';
import type { Hello, JobOffered, JobProgressed } from '../../../shared/wire/index.ts';
import { ADMIN, addSite, enrol, openRooms, settle, type TestRooms } from './controller.ts';
import { FakeAgent } from './fake-agent.ts';

export class JobBench {
  rooms: TestRooms;
  agent: FakeAgent;

  private constructor(rooms: TestRooms, agent: FakeAgent) {
    this.rooms = rooms;
    this.agent = agent;
  }

  /** Sources `sw1` and `sw2` at site ams1 with agent a1, which is online; agent b1 at site ber1, which is not. */
  static async open(): Promise<JobBench> {
    const rooms = openRooms();
    addSite(rooms, 'ams1', ['sw1', 'sw2']);
    addSite(rooms, 'ber1');
    enrol(rooms, 'a1', 'ams1');
    enrol(rooms, 'b1', 'ber1');
    return new JobBench(rooms, await FakeAgent.connect(rooms.hub, 'a1'));
  }

  /** The first agent again, in place of the one there was. */
  async reconnect(hello: Partial<Hello> = {}): Promise<void> {
    this.agent = await FakeAgent.connect(this.rooms.hub, 'a1', hello);
  }

  /** The controller starts again over its store; nobody is connected. */
  restart(): void {
    this.rooms = openRooms({ after: this.rooms });
  }

  async submit(more: Partial<SubmitRequest> = {}): Promise<JobView> {
    const request: SubmitRequest = {
      ...{ kind: 'probe', targets: [{ site: 'ams1', kind: 'source', id: 'sw1' }], site: '', mac: '' },
      ...{ requestId: '', validateOnly: false, timeoutMs: 3_600_000 },
      ...more,
    };
    const job = this.rooms.jobs.submit(request, ADMIN);
    await settle();
    return job;
  }

  /** Submitted and taken by the agent. */
  async running(more: Partial<SubmitRequest> = {}): Promise<JobView> {
    const job = await this.submit(more);
    await this.agent.accept();
    return job;
  }

  state({ id }: JobView): string {
    return this.rooms.jobs.get(id).state;
  }

  /** The first offer that the agent heard. */
  get offer(): JobOffered {
    const [offer] = this.agent.offers;
    if (!offer) throw new Error('nothing was offered');
    return offer;
  }
}

export function progressOf({ id }: JobView, more: Partial<JobProgressed> = {}): JobProgressed {
  return {
    ...{ type: 'jobProgressed', jobId: id, attempt: 1, current: 0, total: 1, target: '', status: 'working' },
    targets: [],
    ...more,
  };
}
