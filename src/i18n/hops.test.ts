import { describe, expect, it } from 'vitest';
import { en, zhCN } from './testing/everything';
import { HOP_NAMES, type HopName } from '../sim/traffic/hopNames';
import { CONDITIONS, tell, type Told } from './testing/journeys';
import { translate, type Language } from './translate';

const LANGUAGES: readonly Language[] = ['zh-CN', 'en'];
const CJK = /\p{Script=Han}/u;

const told = new Map<string, Told>(
  Object.entries(CONDITIONS).map(([name, condition]) => [name, tell(condition)]),
);

function nameOf(key: string): string {
  return key.slice('hop.'.length, -'.title'.length);
}

/** Names that no condition brings about, each with one that the same teller tells with the same parameters. */
const NOT_MET: Readonly<Partial<Record<HopName, HopName>>> = {
  dnsFromCache: 'dnsFound',
  dnsAnswerDirect: 'dnsAnswer',
  dnsUnreachable: 'dnsRefused',
  loadBalancerLocal: 'loadBalancer',
  rewriteMasquerade: 'rewrite',
  rejectedPort: 'rejected',
  droppedByRule: 'droppedNoLocal',
  droppedInvalid: 'droppedNoLocal',
  'request.web': 'request.gateway',
  'requestDirect.ingress': 'requestDirect.web',
  'requestDirect.gateway': 'requestDirect.web',
  'response.web': 'response.gateway',
  'responseDirect.ingress': 'responseDirect.web',
  'responseDirect.gateway': 'responseDirect.web',
  'refused.starting': 'refused.draining',
  'refused.node': 'refused.wrongPort',
  'lost.gone': 'lost.stale',
  'lost.reply': 'lost.stale',
  sentAgain: 'reset',
  'timeout.lookup': 'timeout.connect',
  ingressAllTried: 'noIngressEndpoint',
  'ingressMapsError.reset': 'ingressMapsError.connect',
  'ingressMapsError.timeout': 'ingressMapsError.connect',
  'webMapsError.reset': 'webMapsError.connect',
  'webMapsError.timeout': 'webMapsError.connect',
  noDownstream: 'noRoute',
  noConfiguration: 'noRoute',
};

describe('the sentences of hops', () => {
  it('has a title and a sentence for every name that traffic can tell, and for no other', () => {
    const wanted = HOP_NAMES.flatMap((name) => [`hop.${name}.title`, `hop.${name}.sentence`]).sort();
    for (const catalogue of [en, zhCN]) {
      expect(
        Object.keys(catalogue)
          .filter((key) => key.startsWith('hop.'))
          .sort(),
      ).toEqual(wanted);
    }
  });

  it('meets in journeys every name but the few that are listed', () => {
    const met = new Set([...told.values()].flatMap(({ hops }) => hops.map((hop) => nameOf(hop.title.key))));
    expect(HOP_NAMES.filter((name) => !met.has(name))).toEqual(Object.keys(NOT_MET));
  });

  it.each(Object.entries(NOT_MET))('has the words for %s, which are those of %s', (name, sibling) => {
    const hops = [...told.values()].flatMap((each) => each.hops);
    const { params } = hops.find((hop) => nameOf(hop.title.key) === sibling)!.title;
    for (const catalogue of [en, zhCN]) {
      for (const part of ['title', 'sentence']) {
        const used = [...catalogue[`hop.${name}.${part}`]!.matchAll(/\{(\w+)\}/g)].map((found) => found[1]!);
        expect(Object.keys(params)).toEqual(expect.arrayContaining(used));
      }
    }
  });

  it.each([...told.keys()])('leaves no place open and no word missing: %s', (name) => {
    const { hops, outcomes } = told.get(name)!;
    expect(outcomes.length).toBeGreaterThan(0);
    for (const hop of hops) {
      for (const language of LANGUAGES) {
        for (const { key, params } of [hop.title, hop.sentence]) {
          const text = translate(language, key, params);
          // Route templates such as /users/{id} are the learner's own words.
          const own = Object.values(params).map(String);
          const open = (text.match(/\{\w+\}/g) ?? []).filter(
            (place) => !own.some((word) => word.includes(place)),
          );
          expect(open, `${key}: ${text}`).toEqual([]);
          expect(text, key).not.toContain('⟦');
          expect(text, `${key}: an empty parameter`).not.toMatch(/\*\*\*\*|undefined|NaN/);
        }
      }
    }
  });

  it.each([...told.keys()])('stays short enough to be read in passing: %s', (name) => {
    for (const { sentence, title } of told.get(name)!.hops) {
      const chinese = translate('zh-CN', sentence.key, sentence.params).replaceAll('**', '');
      // Addresses, names and paths count as one character each.
      const characters = chinese.replace(/[\x21-\x7e]+/g, 'x').replace(/\s/g, '').length;
      expect(characters, chinese).toBeLessThanOrEqual(70);
      const english = translate('en', sentence.key, sentence.params);
      expect(english.split(/\s+/).length, english).toBeLessThanOrEqual(32);
      const heading = translate('zh-CN', title.key, title.params).replace(/[\x21-\x7e]+/g, 'xx');
      expect(heading.length, heading).toBeLessThanOrEqual(18);
    }
  });

  it('names the vanished Pod only where its address has gone', () => {
    const names = told.get('rules are stale')!.hops.map((hop) => nameOf(hop.title.key));
    expect(names).toContain('refused.draining');
    expect(names).toContain('lost.stale');
    expect(names.indexOf('refused.draining')).toBeLessThan(names.indexOf('lost.stale'));
  });

  it('says of a drawn endpoint how many there were to draw from', () => {
    const drawn = told
      .get('all is well')!
      .hops.find(({ title, leg }) => nameOf(title.key) === 'rewrite' && leg === 'service')!;
    expect(translate('en', drawn.sentence.key, drawn.sentence.params)).toContain('one of 3 endpoints');
    expect(translate('zh-CN', drawn.sentence.key, drawn.sentence.params)).toContain('从 3 个端点里抽签');
  });
});

describe('the names of outcomes', () => {
  it.each([...told.keys()])('has a label and a reason for how it ended: %s', (name) => {
    for (const outcome of told.get(name)!.outcomes) {
      for (const language of LANGUAGES) {
        expect(translate(language, `outcome.${outcome}`)).not.toContain('⟦');
        expect(translate(language, `outcomeWhy.${outcome}`)).not.toContain('⟦');
      }
      expect(translate('zh-CN', `outcomeWhy.${outcome}`)).toMatch(CJK);
    }
  });
});
