/**
 * The terminal as a part of the page: lines are read at the moment shown and act there. What a line asks of the
 * world goes the way of every button; what buttons ask is told here as the line that they stand for.
 */
import type { Intent } from '../sim/intent';
import type { Fact } from '../sim/kernel/draft';
import type { Micros } from '../sim/kernel/time';
import type { Done, WatchPlan } from '../kubectl/command';
import type { ExecShow } from '../kubectl/exec/execShow';
import type { TerminalActions, TerminalCompletion, TerminalEntry } from '../ui/terminal/contract';
import type { Host, Part } from './parts';
import { readKept, writeKept, type Kept } from './terminalKept';
import { useTerminal } from './terminalStore';

/** kubectl, loaded when the strip is opened for the first time. */
type Room = typeof import('../kubectl/terminalRoom');

/** So many lines are kept on the screen. */
const MOST_ENTRIES = 120;

/** `get -w`, from the record after which it was asked. */
interface Watching {
  readonly plan: WatchPlan;
  readonly start: readonly string[];
  readonly since: number;
  readonly tape: InstanceType<Room['WatchTape']>;
  /** The records of which the output tells. */
  readonly told: readonly unknown[];
  /** The record itself: in another history another stands in its place. */
  readonly record: unknown;
}

/** A command in a container whose end has not been shown. */
interface Running {
  readonly started: Fact;
  readonly show: ExecShow;
}

interface Entry extends TerminalEntry {
  readonly watching?: Watching;
  readonly running?: Running;
}

export class Terminal implements Part, TerminalActions {
  private kept: Kept = readKept();
  private entries: readonly Entry[] = [];
  private isOpen = false;
  private focusAsked = 0;
  private serial = 0;
  private room: Room | null = null;
  private isActing = false;

  constructor(private readonly host: Host) {
    useTerminal.setState({ actions: this, view: null });
  }

  // --- what the page asks for -------------------------------------------------------

  toggle(): void {
    if (this.isOpen) this.close();
    else this.open();
  }

  /** Opens the strip; the prompt gets the focus. */
  open(): void {
    this.isOpen = true;
    this.focusAsked++;
    if (this.room === null) {
      void import('../kubectl/terminalRoom').then((room) => {
        this.room = room;
        this.tell();
      });
    }
    this.tell();
  }

  close(): void {
    this.isOpen = false;
    this.tell();
  }

  clear(): void {
    this.entries = this.entries.filter(({ state }) => state === 'watching' || state === 'running');
    this.tell();
  }

  resize(height: number): void {
    this.kept = { ...this.kept, height };
    writeKept(this.kept);
    this.tell();
  }

  /** Ends what watches; what runs is no longer waited for. */
  interrupt(): void {
    this.entries = this.entries.map((entry) =>
      entry.state === 'watching' || entry.state === 'running' ? ended(entry, [...entry.output, '^C']) : entry,
    );
    this.tell();
  }

  complete(line: string, cursor: number): TerminalCompletion {
    const none = { from: cursor, candidates: [] };
    return this.room?.complete(line, cursor, this.host.session.view()) ?? none;
  }

  /** Enter. */
  run(line: string): void {
    const typed = line.trim();
    if (this.room === null) return;
    if (typed === '') return this.add({ line: '', output: [], state: 'done' });
    if (typed === 'clear') return this.clear();
    const history = [...this.kept.history.filter((one) => one !== typed), typed];
    this.kept = { ...this.kept, history };
    writeKept(this.kept);
    const reading = this.room.readLine(typed, this.host.session.view());
    if (reading.ok) this.carryOut(typed, reading, this.room);
    else this.add({ line: typed, output: reading.message.split('\n'), state: 'refused' });
  }

  private carryOut(line: string, reading: Done, room: Room): void {
    const { session } = this.host;
    const { query, exec, intents, said } = reading;
    if (query !== null) {
      const view = session.view();
      for (const reference of query.looks(view)) this.host.looked(reference);
      if (query.watch === null)
        return this.add({ line, output: room.printQuery(query, view), state: 'done' });
      this.endWatches();
      const start = room.watchStart(query.watch, view);
      const since = session.timeline.recordIndexAt(session.at());
      const record = session.timeline.records()[since];
      const tape = new room.WatchTape(query.watch, since);
      const watching: Watching = { plan: query.watch, start, since, record, tape, told: [] };
      return this.add({
        line,
        output: room.watchLines(query.watch, start, [], view),
        state: 'watching',
        watching,
      });
    }
    const at = session.at();
    const refusal = this.act(intents);
    if (refusal !== null) return this.add({ line, output: [refusal], state: 'refused' });
    const started = exec === null ? undefined : lastStarted(session.timeline.factsOfType('exec/started'), at);
    if (exec === null || started === undefined) return this.add({ line, output: said, state: 'done' });
    const running: Running = { started, show: exec };
    this.add({ line, output: [], state: 'running', running });
  }

  /** Why the first intent that was refused was refused, in kubectl's words; null if none was. */
  private act(intents: readonly Intent[]): string | null {
    this.isActing = true;
    let refusal: string | null = null;
    for (const intent of intents) {
      this.host.act(intent);
      refusal ??= this.host.session.refusal;
    }
    this.isActing = false;
    return refusal === null ? null : `error: ${refusal}`;
  }

  private add(entry: Pick<Entry, 'line' | 'output' | 'state'> & Partial<Entry>): void {
    const whole: Entry = { id: ++this.serial, isEcho: false, note: null, ...entry };
    this.entries = [...this.entries, whole].slice(-MOST_ENTRIES);
    this.tell();
  }

  /** One watch at a time: the one before stays as it is. Other lines do not end it, as in a second terminal. */
  private endWatches(): void {
    this.entries = this.entries.map((entry) =>
      entry.state === 'watching' ? ended(entry, entry.output) : entry,
    );
  }

  // --- what the page tells ----------------------------------------------------------

  /** A button was pressed: the line that it stands for. */
  acted(intent: Intent): void {
    if (this.isActing || !this.isOpen || this.room === null) return;
    const line = this.room.lineOf(intent, this.host.session.view().tables);
    if (line !== null) this.add({ line, output: [], state: 'done', isEcho: true });
  }

  sessionChanged(): void {
    this.entries = this.entries.map((entry) =>
      entry.state === 'watching' || entry.state === 'running' ? ended(entry, entry.output) : entry,
    );
    this.tell();
  }

  refresh(): void {
    if (this.room === null || !this.isOpen) return;
    const before = this.entries;
    this.entries = before.map((entry) => this.brought(entry, this.room!));
    if (this.entries.some((entry, index) => entry !== before[index])) this.tell();
  }

  /** An entry as it is at the moment shown. */
  private brought(entry: Entry, room: Room): Entry {
    const { session } = this.host;
    const { watching, running } = entry;
    if (watching !== undefined) {
      const until = session.timeline.recordIndexAt(session.at());
      // Somebody has acted before the watch began: what it began with is no longer so.
      if (session.timeline.records()[watching.since] !== watching.record) return ended(entry, entry.output);
      const records = watching.tape.read(session.timeline.records(), until);
      if (records.length === watching.told.length && records.at(-1) === watching.told.at(-1)) return entry;
      const output = room.watchLines(watching.plan, watching.start, records, session.view());
      return { ...entry, output, watching: { ...watching, told: records } };
    }
    if (running === undefined) return entry;
    const { started, show } = running;
    if (session.timeline.factOf(started.id) !== started) return ended(entry, entry.output);
    const end = session.timeline
      .factsOfType('exec/ended')
      .find((fact) => fact.id > started.id && fact['exec'] === started['exec']);
    if (end === undefined || end.at > session.at()) return entry;
    return { ...ended(entry, room.printExec(show, end)), note: noteOf(end) };
  }

  private tell(): void {
    const { entries, kept, isOpen, focusAsked } = this;
    const view = isOpen ? { entries, history: kept.history, height: kept.height, focusAsked } : null;
    useTerminal.setState({ view });
  }

  destroy(): void {
    if (useTerminal.getState().actions === this) useTerminal.setState({ view: null });
  }
}

function ended({ watching: _w, running: _r, ...entry }: Entry, output: readonly string[]): Entry {
  return { ...entry, output, state: 'done' };
}

function lastStarted(facts: readonly Fact[], at: Micros): Fact | undefined {
  return facts.findLast((fact) => fact.at === at);
}

/** What BusyBox does otherwise than programs: a sentence of help, where it can mislead. */
function noteOf(end: Fact): string | null {
  const answers = end['answers'] as readonly { readonly name: string; readonly rcode: string }[] | undefined;
  if (answers === undefined || answers.length === 0) return null;
  const name = String(end['name']);
  const isMissed = answers.some(({ rcode }) => rcode === 'NXDOMAIN');
  if (!isMissed || name.endsWith('.')) return null;
  const isInCluster = name.endsWith('.cluster.local');
  if (name.includes('.')) return isInCluster ? null : 'terminal.note.dottedName';
  return answers.every(({ rcode }) => rcode === 'NXDOMAIN') ? null : 'terminal.note.searchList';
}
