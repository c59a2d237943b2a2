/** Sessions worth sharing, made in Node: two futures of one past, and a request that fails because of old rules. */
import type { Session } from '../src/app/session';
import { millis, seconds, type Micros } from '../src/sim/kernel/time';
import type { Learner } from './learner';
import { client, replay, USER_API } from './replay';

/** A: a request and nothing else. B: a Pod is deleted at 1 s. Looked at is B, at 2 s. */
export function twoBranches(): Session {
  const session = replay();
  session.act({ type: 'sendRequest', ...client() });
  session.seek(seconds(3));
  session.seek(seconds(1));
  session.act({ type: 'deletePod', pod: firstPod(session) });
  session.seek(seconds(2));
  return session;
}

export interface Failure {
  /** Looked at when the failed request is over. */
  readonly session: Session;
  /** The Pod that was deleted, by its name. */
  readonly victim: string;
  readonly deletedAt: Micros;
}

/** Every node hears late; a Pod is deleted; requests are sent until one meets the old rule and fails. */
export function staleRuleFailure(): Failure {
  const pods = Object.keys(replay().view().tables.pods).filter((key) => key.startsWith(USER_API));
  for (const pod of pods) {
    const session = replay();
    for (const node of ['node-1', 'node-2', 'node-3'])
      session.act({ type: 'setWatchDelay', node, milliseconds: 3000 });
    session.seek(seconds(1));
    session.act({ type: 'deletePod', pod });
    for (let sent = 0; sent < 8; sent += 1) {
      session.seek(session.at() + millis(200));
      session.act({ type: 'sendRequest', ...client() });
      session.seek(session.at() + millis(200));
      if (session.log.lastSent(session.at())?.outcomeId?.startsWith('502') === true)
        return { session, victim: pod.replace(/^.*\//, ''), deletedAt: seconds(1) };
    }
  }
  throw new Error('no request has failed');
}

function firstPod(session: Session): string {
  return Object.keys(session.view().tables.pods).find((key) => key.startsWith(USER_API))!;
}

/** All that the picture says: every text that is drawn, and the name of everything that can be pressed. */
export function sceneText(learner: Learner): Promise<string> {
  return learner.scene().evaluate((scene) => {
    const drawn = [...scene.querySelectorAll('text')].map((node) => node.textContent);
    const named = [...scene.querySelectorAll('[aria-label]')].map((node) => node.getAttribute('aria-label'));
    return [...drawn, ...named].join('\n');
  });
}
