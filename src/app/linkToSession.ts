/** The address that leads to a session as it is. */
import type { Language, Lens } from '../ui/contract';
import type { LinkChoice } from '../ui/share/contract';
import { writeAddress } from './address';
import type { Session } from './session';
import { encodeStory } from './storyCodec';

export interface LinkDetails extends LinkChoice {
  readonly lens: Lens | null;
  /** Fields of other features. */
  readonly more: Readonly<Record<string, string>>;
}

const WHOLE: LinkDetails = { lens: null, more: {}, withMoment: true, withDeeds: true };

export function linkToSession(session: Session, language: Language, details: LinkDetails = WHOLE): string {
  const { scenario, ownMode = scenario.proxyMode } = session.loaded;
  const { lens, more, withMoment, withDeeds } = details;
  return writeAddress({
    scenario: scenario.id,
    seed: session.seed === scenario.seed ? null : session.seed,
    actions: withDeeds ? encodeStory(session.story(), session.words, session.usual()) : '',
    at: withMoment ? session.at() : null,
    lens,
    language,
    theme: null,
    more: ownMode === scenario.proxyMode ? more : { ...more, mode: scenario.proxyMode },
  });
}
