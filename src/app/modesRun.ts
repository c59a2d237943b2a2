/** Works out the comparison of the proxy modes, a slice at a time so that the page stays at hand: loaded on demand. */
import { modeColumn, type ModeColumn } from '../projection/modes';
import { measureGrowth, type GrowthPoint } from '../projection/modesGrowth';
import { SIMULATED_MODES } from '../sim/dataplane/nodeRules/nodeRules';
import { millis, seconds, type Micros } from '../sim/kernel/time';
import type { ModesView } from '../ui/modes/contract';
import type { TimedAction } from './actionCodec';
import { withProxyMode } from './proxyMode';
import { Session } from './session';

/** Sent where nothing has been sent yet. */
const USUAL_REQUESTS = 6;
const USUAL_EVERY: Micros = millis(300);
/** Nothing waits longer than this for its answer. */
const LONGEST: Micros = seconds(130);
/** Steady traffic is followed so long. */
const STEADY: Micros = seconds(3);
const SENDS: ReadonlySet<string> = new Set(['sendRequest', 'burst', 'setRate']);

/** Lets the page draw and listen before the next slice. */
function breath(): Promise<void> {
  return new Promise((done) => setTimeout(done));
}

/** The same deeds under each mode, with the session's own seed: one more column at a time. */
export async function* compareModes(
  session: Session,
): AsyncGenerator<Pick<ModesView, 'columns' | 'isUsual'>> {
  const { actions, isUsual } = deedsOf(session);
  const columns: Record<string, ModeColumn> = {};
  for (const mode of SIMULATED_MODES) {
    await breath();
    const run = new Session(withProxyMode(session.loaded, mode), session.seed, actions);
    for await (const _ of toTheEnd(run, actions.at(-1)?.at ?? 0)) await breath();
    columns[mode] = modeColumn(mode, run.timeline.facts());
    yield { columns: { ...columns }, isUsual };
  }
}

/** What was done on the branch that is looked at; with some usual requests where none was sent. */
function deedsOf(session: Session): { actions: readonly TimedAction[]; isUsual: boolean } {
  const actions = session.actions().filter(({ at, intent }) => at >= 0 && intent.type !== 'setProxyMode');
  if (actions.some(({ intent }) => SENDS.has(intent.type))) return { actions, isUsual: false };
  const from = (actions.at(-1)?.at ?? 0) + USUAL_EVERY;
  const usual = Array.from({ length: USUAL_REQUESTS }, (_, index): TimedAction => ({
    at: from + index * USUAL_EVERY,
    intent: { type: 'sendRequest', ...session.usual() },
  }));
  return { actions: [...actions, ...usual], isUsual: true };
}

/** Simulates on, a second at a time, until every request has ended. */
async function* toTheEnd(session: Session, last: Micros): AsyncGenerator<void> {
  const { timeline } = session;
  const steady = session.actions().findLast(({ intent }) => intent.type === 'setRate')?.intent;
  const goesOn = steady?.type === 'setRate' && steady.rate > 0;
  const limit = last + (goesOn ? STEADY : LONGEST);
  for (let end = last; end < limit;) {
    end = Math.min(limit, end + seconds(1));
    timeline.extend(end);
    const open = timeline.factsOfType('request/sent').length - timeline.factsOfType('request/ended').length;
    if (open <= 0 && !goesOn) return;
    yield;
  }
}

/** Measured once while the page is open: it depends on nothing that the reader does. */
const measured: Record<string, readonly GrowthPoint[]> = {};

/** Rules examined per new connection, mode by mode, as far as known. */
export async function* measureModes(): AsyncGenerator<Pick<ModesView, 'growth' | 'isMeasured'>> {
  const growth: Record<string, readonly GrowthPoint[]> = { ...measured };
  for (const mode of SIMULATED_MODES) {
    if (measured[mode] !== undefined) continue;
    let count = -1;
    for (const points of measureGrowth(mode)) {
      await breath();
      if (points.length === count) continue;
      count = points.length;
      growth[mode] = [...points];
      yield { growth: { ...growth }, isMeasured: false };
    }
    measured[mode] = growth[mode]!;
  }
  yield { growth, isMeasured: true };
}
