/** The same scenario under another proxy mode. */
import { describe, expect, it } from 'vitest';
import { SIMULATED_MODES } from '../sim/dataplane/nodeRules/nodeRules';
import { readAddress } from './address';
import { linkToSession } from './linkToSession';
import { modeNamed, modeOfScenario, sessionInMode, withProxyMode } from './proxyMode';
import { Session } from './session';
import { firstLesson } from './testing/firstLesson';

const SEND = { type: 'sendRequest', client: 'learner', url: 'https://shop.example/users/123' } as const;

function told(): Session {
  const session = new Session(firstLesson(), 'a-seed');
  session.act(SEND);
  session.seek(3_000_000);
  session.act(SEND);
  session.seek(5_000_000);
  return session;
}

const modesOn = (session: Session): string[] =>
  Object.values(session.view().tables.ruleSets).map(({ mode }) => mode);

describe('a session in another mode', () => {
  for (const mode of SIMULATED_MODES) {
    it(`${mode}: same seed, same deeds, same moment; every node has its rules`, () => {
      const before = told();
      const session = sessionInMode(before, mode);
      expect(session.seed).toBe('a-seed');
      expect(session.actions()).toEqual(before.actions());
      expect(session.at()).toBe(before.at());
      expect(new Set(modesOn(session))).toEqual(new Set([mode]));
      const outcomes = [...session.log.requests.values()].map(({ outcome }) => outcome?.kind);
      expect(outcomes).toEqual(['ok', 'ok']);
    });
  }

  it('and back is the same to the last event', () => {
    const before = told();
    const back = sessionInMode(sessionInMode(before, 'nftables'), 'iptables');
    before.timeline.extend(6_000_000);
    back.timeline.extend(6_000_000);
    expect(back.traceHash()).toBe(before.traceHash());
    expect(back.loaded.scenario).toEqual(before.loaded.scenario);
  });

  it('takes the place of changes of the mode within the story', () => {
    const before = told();
    before.act({ type: 'setProxyMode', mode: 'nftables' });
    const session = sessionInMode(before, 'iptables');
    expect(session.actions().map(({ intent }) => intent.type)).toEqual(['sendRequest', 'sendRequest']);
  });
});

describe('the address', () => {
  it('names the mode only where it is not the scenario’s own', () => {
    const session = told();
    expect(readAddress(linkToSession(session, 'en')).more['mode']).toBeUndefined();
    const other = sessionInMode(session, 'nftables');
    expect(readAddress(linkToSession(other, 'en')).more['mode']).toBe('nftables');
    expect(modeOfScenario(other.loaded)).toBe('iptables');
  });

  it('knows the modes, and nothing else', () => {
    expect(modeNamed('nftables')).toBe('nftables');
    expect(modeNamed('userspace')).toBeNull();
    expect(modeNamed(null)).toBeNull();
    const loaded = firstLesson();
    expect(withProxyMode(loaded, 'iptables')).toBe(loaded);
  });
});
