/** The same learner without a browser: what the page should show, computed in Node. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';
import type { TimedAction } from '../src/app/actionCodec';
import { writeAddress, type PageAddress } from '../src/app/address';
import { Session } from '../src/app/session';
import { storyOf } from '../src/app/story';
import { encodeStory } from '../src/app/storyCodec';
import { structureOf, viewOf } from '../src/app/viewOf';
import { withMotion } from '../src/projection/buildPicture';
import { prepareFiles, type LoadedScenario } from '../src/scenario/prepareFiles';
import type { Intent } from '../src/sim/intent';
import type { Language, View } from '../src/ui/contract';

export const SCENARIO = 'where-a-service-works';
export const USER_API = 'default/user-api-deployment';

/** Nobody has asked for the story panels. */
const QUIET: View['story'] = {
  question: null,
  why: null,
  lit: null,
  sequence: null,
  log: null,
  topology: null,
  packet: null,
};

let loaded: LoadedScenario | null = null;

/** The scenario, read from its folder as the build does. */
export function scenario(): LoadedScenario {
  if (loaded !== null) return loaded;
  const folder = join(import.meta.dirname, '..', 'scenarios', SCENARIO);
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => statSync(join(folder, path)).isFile())
    .map((path) => ({
      path: path.split(sep).join('/'),
      text: readFileSync(join(folder, path), 'utf8'),
    }))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
  return (loaded = prepareFiles(SCENARIO, files));
}

/** Who sends, and what, when the button "Send one" is pressed. */
export function client(): { client: string; url: string } {
  const [first] = scenario().scenario.clients;
  return { client: first!.id, url: first!.urls[0]! };
}

/** A session in Node in which these things were done. */
export function replay(actions: readonly TimedAction[] = [], seed = scenario().scenario.seed): Session {
  return new Session(scenario(), seed, actions);
}

/** What the page shows of a session. */
export function viewed(session: Session, language: Language): View {
  const view = session.view();
  const focus = session.focus(view);
  const structure = structureOf(session, view, focus, 1);
  const picture = withMotion(structure, view, session.log, focus);
  const choices = {
    language,
    theme: 'auto',
    lens: 'layers',
    selected: null,
    notices: [],
    story: QUIET,
  } as const;
  return viewOf(session, choices, view, focus, picture);
}

/** An address as the app would write it. */
export function addressOf(
  fields: Partial<Omit<PageAddress, 'actions'>> & { readonly actions?: readonly TimedAction[] },
): string {
  const { actions = [], ...rest } = fields;
  const session = replay([], rest.seed ?? undefined);
  return writeAddress({
    scenario: SCENARIO,
    seed: null,
    at: null,
    lens: null,
    language: null,
    theme: null,
    more: {},
    ...rest,
    actions: encodeStory(storyOf(actions), session.words, session.usual()),
  });
}

/** A request of the first client at a moment, in microseconds. */
export function requestAt(at: number): TimedAction {
  return { at, intent: { type: 'sendRequest', ...client() } };
}

/** Something else done at a moment, in microseconds. */
export function doneAt(at: number, intent: Intent): TimedAction {
  return { at, intent };
}

/** `namespace/name` of a workload's Pods at the beginning. */
export function podsAtStart(workload: string): string[] {
  const box = viewed(replay(), 'en').picture.workloads.find((each) => each.key === workload);
  return (box?.pods ?? []).map((pod) => pod.place.replace(/^pod\//, ''));
}
