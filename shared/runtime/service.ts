/** Things with a life: started in order, stopped in reverse; a failed start stops what already runs. */
export interface Service {
  readonly name: string;
  start(): Promise<void>;
  stop(): Promise<void>;
}

export class ServiceTree implements Service {
  readonly name: string;
  private readonly children: readonly Service[];
  private running: Service[] = [];

  constructor(name: string, children: readonly Service[]) {
    this.name = name;
    this.children = children;
  }

  async start(): Promise<void> {
    try {
      for (const child of this.children) {
        await child.start();
        this.running.push(child);
      }
    } catch (error) {
      await this.stop();
      throw error;
    }
  }

  /** Stops all, even when one of them fails to; the first failure is thrown at the end. */
  async stop(): Promise<void> {
    const failures: unknown[] = [];
    for (let child = this.running.pop(); child; child = this.running.pop()) {
      try {
        await child.stop();
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length > 0) throw failures[0];
  }
}
