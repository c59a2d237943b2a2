/** Opens the page's address: finds the scenario, replays what was done, goes to the moment. */
import scenarios from 'virtual:scenarios';
import type { Language, Notice } from '../ui/contract';
import { decodeActions, type TimedAction } from './actionCodec';
import { readAddress, writeAddress } from './address';
import { Controller } from './controller';
import { cannotStart, openOwnSystem, OWN } from './ownOpening';
import { browserLanguage, readPreferences } from './preferences';
import { Session } from './session';

/** The scenario that opens when none is named. */
const FIRST = 'where-a-service-works';

/** The controller for an address. What in it is wrong becomes a notice with its mend, and the rest is opened. */
export async function openAddress(hash: string): Promise<Controller> {
  const address = readAddress(hash);
  const preferences = readPreferences();
  const language: Language = address.language ?? preferences.language ?? browserLanguage();
  const notices: Notice[] = [];
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
  const loaded = own?.loaded ?? (await scenarios[isKnown ? address.scenario! : FIRST]!()).default;
  const client = loaded.scenario.clients[0];
  const defaults = { client: client?.id ?? '', url: client?.urls[0] ?? '' };
  let actions: readonly TimedAction[] = [];
  if (isKnown || address.scenario === null || loaded === own?.loaded) {
    const read = decodeActions(address.actions, defaults);
    if (read === null) notices.push(Controller.addressNotice(language, 'address.badActions', {}));
    else actions = read;
  }
  const seed = address.seed ?? loaded.scenario.seed;
  let session: Session;
  try {
    session = new Session(loaded, seed, actions);
  } catch (error) {
    if (loaded !== own?.loaded) throw error;
    const next = await openAddress(writeAddress({ ...address, scenario: null, actions: '', at: null }));
    return next.withNotice(cannotStart(language, error));
  }
  if (address.at !== null) session.seek(address.at);
  return new Controller(
    session,
    {
      language,
      theme: address.theme ?? preferences.theme ?? 'auto',
      lens: address.lens ?? loaded.scenario.lens,
      notices,
    },
  );
}
