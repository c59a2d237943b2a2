import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv/dist/2020';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { scenarioFiles } from '../manifest/testing/samples';
import { PUBLISHED_SCHEMAS, schemaText } from './publishedSchemas';
import { lessonSlugs } from './testing/lessons';
import { SAMPLE_ENGLISH, SAMPLE_SCENARIO } from './testing/sampleLesson';

const ROOT = join(import.meta.dirname, '../..');

function validatorOf(name: string) {
  return new Ajv({ strict: false }).compile(PUBLISHED_SCHEMAS[name]!);
}

/** Every schema of a property, however deep. */
function properties(schema: unknown, path = ''): [string, Readonly<Record<string, unknown>>][] {
  if (typeof schema !== 'object' || schema === null) return [];
  return Object.entries(schema).flatMap(([key, value]) => {
    const at = `${path}/${key}`;
    const here = path.endsWith('/properties')
      ? [[at, value as Record<string, unknown>] as [string, Record<string, unknown>]]
      : [];
    return [...here, ...properties(value, at)];
  });
}

describe('the published schemas', () => {
  it.each(Object.keys(PUBLISHED_SCHEMAS))('%s is what its table says', (name) => {
    const mend = 'write them anew: npx tsx build/writeSchemas.ts';
    expect(readFileSync(join(ROOT, 'public/schema', name), 'utf8') === schemaText(name), mend).toBe(true);
  });

  it('scenario.schema.json is the same beside the code', () => {
    const beside = readFileSync(join(import.meta.dirname, 'scenario.schema.json'), 'utf8');
    expect(beside === schemaText('scenario.schema.json')).toBe(true);
  });

  it('are named in the first line of each file of a lesson', () => {
    for (const slug of lessonSlugs()) {
      for (const { path, text } of scenarioFiles(slug)) {
        const kind = /^(?:(scenario)|(text)\.[^.]+)\.yaml$/.exec(path);
        if (kind === null) continue;
        const schema = `../../public/schema/${kind[1] ?? kind[2]}.schema.json`;
        expect(text.split('\n', 1)[0], `${slug}/${path}`).toBe(`# yaml-language-server: $schema=${schema}`);
      }
    }
  });

  it.each(Object.keys(PUBLISHED_SCHEMAS))('%s says of every key what it is for', (name) => {
    const silent = properties(PUBLISHED_SCHEMAS[name]).filter(
      ([, schema]) => typeof schema['description'] !== 'string',
    );
    expect(silent.map(([path]) => path)).toEqual([]);
  });

  it('accept what the reader accepts, and refuse a misspelt key', () => {
    const scenario = validatorOf('scenario.schema.json');
    expect(scenario(parse(SAMPLE_SCENARIO))).toBe(true);
    expect(scenario(parse(SAMPLE_SCENARIO.replace('seed:', 'sead:')))).toBe(false);
    expect(scenario(parse(SAMPLE_SCENARIO.replace('looked:', 'lookd:')))).toBe(false);
    expect(scenario(parse(SAMPLE_SCENARIO.replace('kubernetes: v1.34\n', '')))).toBe(false);
    expect(scenario({ formatVersion: 1, id: 'small', extends: 'other' })).toBe(true);
    const text = validatorOf('text.schema.json');
    expect(text(parse(SAMPLE_ENGLISH))).toBe(true);
    expect(text(parse(SAMPLE_ENGLISH.replace('recap:', 'recaps:')))).toBe(false);
  });

  it.each(lessonSlugs())('accept the lesson %s', (slug) => {
    for (const { path, text } of scenarioFiles(slug)) {
      if (!/^(?:scenario|text\.[^.]+)\.yaml$/.test(path)) continue;
      const validate = validatorOf(path === 'scenario.yaml' ? 'scenario.schema.json' : 'text.schema.json');
      validate(parse(text));
      expect(validate.errors, path).toBeNull();
    }
  });

  it('accept the course', () => {
    for (const [path, name] of [
      ['course.yaml', 'course.schema.json'],
      ['course.en.yaml', 'course-text.schema.json'],
      ['course.zh-CN.yaml', 'course-text.schema.json'],
    ] as const) {
      const validate = validatorOf(name);
      validate(parse(readFileSync(join(ROOT, 'scenarios', path), 'utf8')));
      expect(validate.errors, path).toBeNull();
    }
  });
});
