/** `ls --watch`: the things as they are, then each one again when it or its source changes. */
import { WaysideError } from '../../../shared/errors.ts';
import { formatRef, type Kind, type RecordView } from '../../../shared/model/index.ts';
import { type ApiMethods, watchEventFromWire } from '../../../shared/wire/index.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { RowPrinter } from '../output/listing.ts';
import { followStream } from '../reconnect.ts';
import type { Shell } from '../shell.ts';
import type { Noun, Thing } from './noun.ts';
import { type Held, held } from './records.ts';
import { alone, joiner, sourceJoiner } from './things.ts';

type Message = ApiMethods['InventoryService.WatchRecords']['response'];

/** Records that a watch keeps to join them. */
const HELD_MAX = 1_000_000;

export interface WatchWish {
  readonly site: string | undefined;
  readonly wanted: (thing: Thing) => boolean;
}

/** Goes on until it is interrupted, the time is over or the connection is lost for good. */
export async function watchThings(shell: Shell, noun: Noun, wish: WatchWish): Promise<ExitCode> {
  const watch = new ThingWatch(shell, noun, wish);
  await followStream(shell, {
    open: () => watch.open(),
    onEvent: async (message) => {
      await watch.take(message);
      return 'more';
    },
    onResync: () => watch.forget(),
  });
  return exitCodes.done;
}

class ThingWatch {
  private readonly shell: Shell;
  private readonly noun: Noun;
  private readonly wish: WatchWish;
  private readonly printer: RowPrinter<Thing>;
  /** By reference. */
  private readonly records = new Map<string, Held>();
  private resumeToken = '';
  private synced = false;

  constructor(shell: Shell, noun: Noun, wish: WatchWish) {
    this.shell = shell;
    this.noun = noun;
    this.wish = wish;
    this.printer = new RowPrinter(shell, noun.listing);
  }

  open(): AsyncIterable<Message> {
    const { resumeToken } = this;
    return this.shell.stream('InventoryService.WatchRecords', {
      kinds: [...this.noun.parts, ...this.besides()],
      site: this.wish.site ?? '',
      resumeToken,
    });
  }

  /** What the rows need, besides what they are made of. */
  private besides(): readonly Kind[] {
    if (this.noun.kind === 'switch') return ['floor'];
    return this.noun.kind === 'source' && !this.printsMessages() ? ['switch'] : [];
  }

  forget(): void {
    this.resumeToken = '';
    this.records.clear();
  }

  async take(message: Message): Promise<void> {
    const event = watchEventFromWire(message);
    this.resumeToken = event.resumeToken;
    if (event.type === 'synced' && !this.synced) await this.printFirst();
    if (event.type !== 'record' || !message.record) return;
    const record = held(message.record);
    this.keep(record);
    if (this.printsMessages()) await this.printMessage(record, message);
    else if (this.synced) await this.printThing(event.record);
    if (event.record.deleted) this.records.delete(formatRef(event.record.ref));
  }

  private keep(record: Held): void {
    this.records.set(formatRef(record.view.ref), record);
    if (this.records.size > HELD_MAX) {
      throw new WaysideError('INVALID_INPUT', `more than ${HELD_MAX} records to watch`, {
        hint: 'Narrow it with --site',
      });
    }
  }

  private async printFirst(): Promise<void> {
    this.synced = true;
    const things = [...this.records.values()]
      .filter(({ view }) => view.ref.kind === this.noun.kind)
      .map((record) => this.join(record))
      .filter(this.wish.wanted);
    await this.printer.begin(things, 'always');
    if (!this.printsMessages()) for (const thing of things) await this.printer.row(thing, undefined);
  }

  /** With JSON and YAML each event is printed as it comes, so that nothing is lost in joining. */
  private printsMessages(): boolean {
    return this.shell.settings.output === 'json' || this.shell.settings.output === 'yaml';
  }

  private async printMessage(record: Held, message: Message): Promise<void> {
    const api = await this.shell.api();
    await this.printer.row(alone(record), () => api.toJson('wayside.v1.WatchRecordsResponse', message));
  }

  private async printThing({ ref }: RecordView): Promise<void> {
    const main = this.records.get(formatRef({ ...ref, kind: this.noun.kind }));
    const isPart =
      this.noun.parts.includes(ref.kind) || (this.noun.kind === 'source' && ref.kind === 'switch');
    const thing = main && isPart ? this.join(main) : undefined;
    if (thing && this.wish.wanted(thing)) await this.printer.row(thing, undefined);
  }

  private join(main: Held): Thing {
    if (this.noun.kind === 'source') {
      const device = this.records.get(formatRef({ ...main.view.ref, kind: 'switch' }));
      return sourceJoiner(device ? [device] : [])(main);
    }
    if (this.noun.kind !== 'switch') return alone(main);
    const source = this.records.get(formatRef({ ...main.view.ref, kind: 'source' }));
    const floor = this.records.get(String(main.view.fields['floor'] ?? ''));
    return joiner(source ? [source] : [], floor ? [floor] : [])(main);
  }
}
