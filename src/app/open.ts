/** Opens the page's address: finds the scenario, replays what was done, goes to the moment. */
import course from 'virtual:course';
import scenarios from 'virtual:scenarios';
import '../i18n/later';
import type { LoadedScenario } from '../scenario/prepareFiles';
import { SIMULATED_MODES } from '../sim/dataplane/nodeRules/nodeRules';
import type { Language, Notice } from '../ui/contract';
import { readAddress, writeAddress } from './address';
import { takeCarriedNotices } from './carriedNotices';
import { Controller } from './controller';
import { Guide } from './guide';
import { cannotStart, openOwnSystem, OWN } from './ownOpening';
import { browserLanguage, readPreferences } from './preferences';
import { modeNamed, withProxyMode } from './proxyMode';
import { Session } from './session';
import { Terminal } from './terminal';
import { decodeStory } from './storyCodec';

/** The scenario that opens when none is named. */
const FIRST = 'where-a-service-works';

/** The controller for an address. What in it is wrong becomes a notice with its mend, and the rest is opened. */
export async function openAddress(hash: string): Promise<Controller> {
  const address = readAddress(hash);
  const preferences = readPreferences();
  const language: Language = address.language ?? preferences.language ?? browserLanguage();
  const notices: Notice[] = [...takeCarriedNotices()];
  const isKnown = address.scenario !== null && Object.hasOwn(scenarios, address.scenario);
  const own = address.scenario === OWN ? await openOwnSystem(language) : null;
  notices.push(...(own?.notices ?? []));
  if (address.scenario !== null && !isKnown && own === null) {
    notices.push(
      Controller.addressNotice(language, 'address.unknownScenario', {
        scenario: address.scenario,
        known: Object.keys(scenarios).join(', '),
      }),
    );
  }
  const read: LoadedScenario =
    own?.loaded ?? (await scenarios[isKnown ? address.scenario! : FIRST]!()).default;
  const wantedMode = address.more['mode'];
  const mode = modeNamed(wantedMode);
  if (wantedMode !== undefined && mode === null) {
    const known = SIMULATED_MODES.join(', ');
    notices.push(Controller.addressNotice(language, 'address.unknownMode', { mode: wantedMode, known }));
  }
  const loaded = mode === null ? read : withProxyMode(read, mode);
  const seed = address.seed ?? loaded.scenario.seed;
  let session: Session;
  try {
    session = new Session(loaded, seed);
    if (isKnown || address.scenario === null || read === own?.loaded)
      for (const key of tellStory(session, address.actions))
        notices.push(Controller.addressNotice(language, key, {}));
  } catch (error) {
    if (read !== own?.loaded) throw error;
    const next = await openAddress(writeAddress({ ...address, scenario: null, actions: '', at: null }));
    return next.withNotice(cannotStart(language, error));
  }
  if (address.at !== null) session.seek(address.at);
  const controller = new Controller(session, {
    language,
    theme: address.theme ?? preferences.theme ?? 'auto',
    lens: address.lens ?? loaded.scenario.lens,
    notices,
  });
  const guide = new Guide(controller, course, async (id) => (await scenarios[id]!()).default);
  controller.setParts((host) => [guide, new Terminal(host), controller.time.sharing.recorder]);
  const step = address.more['step'];
  if (address.scenario === null) guide.invite();
  else if (step !== undefined && isKnown) {
    const steps = loaded.scenario.steps.map(({ id }) => id);
    if (!steps.includes(step))
      controller.withNotice(
        Controller.addressNotice(language, 'address.unknownStep', { step, known: steps.join(', ') }),
      );
    guide.begin({ step, worldIsTold: address.actions !== '' });
  }
  return controller;
}

/** Does what a link tells, as far as it can be read and done. Returns the keys of what is to be said about it. */
function tellStory(session: Session, text: string): string[] {
  const { story, damage } = decodeStory(text, session.words, session.usual());
  const isWhole = session.tell(story);
  const told = damage === null ? [] : [damage === 'unreadable' ? 'address.badActions' : `address.${damage}`];
  return isWhole ? told : [...told, 'address.notAll'];
}
