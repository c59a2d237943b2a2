import { describe, expect, it } from 'vitest';
import { en, zhCN } from './testing/everything';
import { ALL_CHARTS } from '../sim/charts';
import type { Chart } from '../sim/kernel/statechart';

const CJK = /\p{Script=Han}/u;
const places = (text: string) => [...new Set(text.match(/\{\w+\}/g) ?? [])].sort();

/** `key.one` and `key.other` are one message: Chinese has no `one`. */
const message = (key: string) => key.replace(/\.(one|other)$/, '');
const messages = (catalogue: Readonly<Record<string, string>>) => [
  ...new Set(Object.keys(catalogue).map(message)),
];

describe('the catalogues', () => {
  it('have the same messages in both languages', () => {
    expect(messages(zhCN).sort()).toEqual(messages(en).sort());
  });

  it('have the same places in both languages, hops apart, which choose among their words', () => {
    for (const [key, text] of Object.entries(zhCN)) {
      const other = en[key];
      if (other === undefined || key.startsWith('hop.')) continue;
      expect(places(text), key).toEqual(places(other));
    }
  });

  it('close every bold mark', () => {
    for (const [key, text] of [...Object.entries(en), ...Object.entries(zhCN)]) {
      expect(text.split('**').length % 2, key).toBe(1);
    }
  });

  it('leave no sentence untranslated', () => {
    const sentences = Object.entries(zhCN).filter(([key]) => /\.sentence$|^outcomeWhy\./.test(key));
    expect(sentences.length).toBeGreaterThan(80);
    for (const [key, text] of sentences) {
      expect(text, key).toMatch(CJK);
      expect(text.endsWith('。'), key).toBe(true);
      expect(en[key], key).toMatch(/[.]$/);
    }
    for (const [key, text] of Object.entries(en)) expect(text, key).not.toMatch(CJK);
  });
});

const CHARTS = ALL_CHARTS;

/** Paths of a machine's states, compound ones too. */
function pathsOf(chart: Chart): string[] {
  const leaves = Object.keys(chart.table);
  return [
    ...new Set(leaves.flatMap((leaf) => leaf.split('.').map((_, i, all) => all.slice(0, i + 1).join('.')))),
  ];
}

describe('the names of charts', () => {
  it.each([
    ['en', en],
    ['zh-CN', zhCN],
  ])('has every chart, state and event, and no other: %s', (_, catalogue) => {
    const under = (prefix: string) =>
      Object.keys(catalogue)
        .filter((key) => key.startsWith(prefix))
        .sort();
    const states = CHARTS.flatMap((chart) => pathsOf(chart).map((path) => `chartState.${chart.id}.${path}`));
    const events = CHARTS.flatMap((chart) =>
      Object.values(chart.table).flatMap((arrows) => Object.keys(arrows)),
    );
    const sent = [...new Set(events)].filter((event) => event !== '' && !event.startsWith('xstate.'));
    expect(under('chart.')).toEqual(CHARTS.map((chart) => `chart.${chart.id}`).sort());
    expect(under('chartState.')).toEqual(states.sort());
    expect(under('chartEvent.')).toEqual(sent.map((event) => `chartEvent.${event}`).sort());
  });
});
