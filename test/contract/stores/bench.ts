/** A store with the calls of the suite, short. */
import type {
  ChangeAnswer,
  JsonObject,
  ObjectChange,
  StoreContext,
  StoredObject,
} from '../../../shared/model/index.ts';
import type { StoreRig } from './rig.ts';

export class Bench {
  readonly rig: StoreRig;
  readonly context: StoreContext = { signal: new AbortController().signal };

  constructor(rig: StoreRig) {
    this.rig = rig;
  }

  get can(): StoreRig['can'] {
    return this.rig.can;
  }

  key(no: number): string {
    return this.rig.key(no);
  }

  /** A thing that is there already, made by somebody else. */
  given(no: number, fields: JsonObject = { name: `thing ${no}`, size: no }): string {
    const key = this.key(no);
    this.rig.put(key, fields);
    return key;
  }

  async read(key: string): Promise<StoredObject | undefined> {
    const [found] = await this.rig.store.read([{ kind: this.rig.kind, key }], this.context);
    return found;
  }

  async write(...changes: readonly ObjectChange[]): Promise<readonly ChangeAnswer[]> {
    return await this.rig.store.write(changes, this.context);
  }

  create(key: string, fields: JsonObject): ObjectChange {
    return { op: 'create', kind: this.rig.kind, key, fields };
  }

  update(key: string, fields: JsonObject, ifToken = ''): ObjectChange {
    return { op: 'update', kind: this.rig.kind, key, fields, ifToken };
  }

  delete(key: string, ifToken = ''): ObjectChange {
    return { op: 'delete', kind: this.rig.kind, key, ifToken };
  }

  async page(afterKey: string, limit: number): Promise<readonly StoredObject[]> {
    return await this.rig.store.list({ kind: this.rig.kind, afterKey, limit }, this.context);
  }
}

/** `done`, or the code of the refusal. */
export function word(answer: ChangeAnswer | undefined): string | undefined {
  return answer?.state === 'refused' ? answer.error.code : answer?.state;
}

export function keyOf(answer: ChangeAnswer | undefined): string {
  return answer?.state === 'done' ? answer.key : '';
}
