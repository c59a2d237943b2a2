/** A scenario under another proxy mode than the one that it names. */
import type { LoadedScenario } from '../scenario/prepareFiles';
import { SIMULATED_MODES } from '../sim/dataplane/nodeRules/nodeRules';
import { Session } from './session';
import type { Story } from './story';

export type ShownMode = (typeof SIMULATED_MODES)[number];

/** The mode of that name; null if it is none that is simulated. */
export function modeNamed(name: string | null | undefined): ShownMode | null {
  return SIMULATED_MODES.find((mode) => mode === name) ?? null;
}

/** The mode that the scenario itself names. */
export function modeOfScenario({ scenario, ownMode }: LoadedScenario): string {
  return ownMode ?? scenario.proxyMode;
}

/** The same scenario under a mode; under its own it is as it was read. */
export function withProxyMode(loaded: LoadedScenario, mode: ShownMode): LoadedScenario {
  if (loaded.scenario.proxyMode === mode) return loaded;
  return {
    ...loaded,
    scenario: { ...loaded.scenario, proxyMode: mode },
    ownMode: loaded.ownMode ?? loaded.scenario.proxyMode,
  };
}

/**
 * A session's scenario begun anew under a mode: same seed, same deeds at the same moments, shown at the same
 * moment. Changes of the mode are no longer among the deeds: this one takes their place.
 */
export function sessionInMode(session: Session, mode: ShownMode): Session {
  const next = new Session(withProxyMode(session.loaded, mode), session.seed);
  next.tell(withoutModes(session.story()));
  next.speed = session.speed;
  next.setEveryPacket(session.everyPacket());
  next.seek(session.at());
  return next;
}

function withoutModes(story: Story): Story {
  return {
    ...story,
    branches: story.branches.map((branch) => ({
      ...branch,
      actions: branch.actions.filter(({ intent }) => intent.type !== 'setProxyMode'),
    })),
  };
}
