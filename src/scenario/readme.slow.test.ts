import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { playSolution } from '../lesson/playSolution';
import { FACT_FIELDS } from './factFields';
import { PUBLISHED_SCHEMAS } from './publishedSchemas';
import { readScenario } from './readScenario';
import { BELIEF_MODELS, SPREADS } from './scenario';
import { LESSONS } from './testing/lessons';
import { PLACE_WORDS } from './textPlaces';
import { OUTCOME_KINDS, PANELS } from './vocabulary';

const README = readFileSync(join(import.meta.dirname, '../../scenarios/README.md'), 'utf8');

/** The files that the README has one write. */
function example() {
  return [...README.matchAll(/<!-- file: (\S+) -->\n```yaml\n([\s\S]*?)```/g)].map(
    ([, path = '', text = '']) => ({
      path,
      text,
    }),
  );
}

/** The names of all properties in a JSON Schema. */
function keysIn(schema: unknown): string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  return Object.entries(schema).flatMap(([name, value]) => [
    ...(name === 'properties' ? Object.keys(value as object) : []),
    ...keysIn(value),
  ]);
}

describe('the guide for authors', () => {
  it('has an example that works as it stands, with other seeds, too', () => {
    const files = example();
    expect(files.map(({ path }) => path)).toEqual(['scenario.yaml', 'text.en.yaml', 'text.zh-CN.yaml']);
    const reading = readScenario(files, LESSONS);
    expect(reading.problems.map(({ file, line, message }) => `${file}:${line} ${message}`)).toEqual([]);
    for (const seed of ['two-are-enough', 'b', 'c']) {
      const { steps, solved } = playSolution({ ...reading, scenario: reading.scenario! }, { seed });
      expect(steps.map(({ reason, rightOptions }) => [reason, rightOptions])).toEqual([
        [null, ['the-two-left']],
      ]);
      expect(solved).toBe(true);
    }
  });

  it('knows every key and every word', () => {
    const schemas = ['scenario.schema.json', 'text.schema.json', 'course.schema.json'];
    const words = [
      ...schemas.flatMap((name) => keysIn(PUBLISHED_SCHEMAS[name])),
      ...[...BELIEF_MODELS, ...SPREADS, ...PANELS, ...OUTCOME_KINDS, ...PLACE_WORDS],
    ];
    const unsaid = [...new Set(words)].filter(
      (word) => !new RegExp(`\\b${word.replace('.', '\\.')}\\b`).test(README),
    );
    expect(unsaid).toEqual([]);
    expect(Object.keys(FACT_FIELDS).length).toBeGreaterThan(30);
  });
});
