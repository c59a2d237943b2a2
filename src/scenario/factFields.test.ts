import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FACT_FIELDS } from './factFields';

const SIM = join(import.meta.dirname, '../sim');

/** The texts of all sources of the simulated world, without tests. */
function sources(): string[] {
  return readdirSync(SIM, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && !/\.test\.ts$|(?:^|[/\\])testing[/\\]/.test(path))
    .map((path) => readFileSync(join(SIM, path), 'utf8'));
}

/** The object literals that are given to `.fact(`, by their braces. */
function recorded(text: string): string[] {
  return [...text.matchAll(/\.fact\(\{/g)].map((match) => {
    const start = match.index + match[0].length;
    let depth = 1;
    let end = start;
    while (depth > 0 && end < text.length) {
      if (text[end] === '{') depth++;
      if (text[end] === '}') depth--;
      end++;
    }
    return text.slice(start, end - 1);
  });
}

describe('the list of facts', () => {
  const literals = sources().flatMap(recorded);
  const direct = literals.flatMap((literal) =>
    [...literal.matchAll(/(?:^|\s)type: '([^']+)'/g)].map((one) => one[1]!),
  );
  const typed = sources().flatMap((text) =>
    [...text.matchAll(/recordFact\(\s*\w+,\s*'([^']+)'/g)].map((one) => one[1]!),
  );

  it('has every fact that the sources record', () => {
    expect(direct.length).toBeGreaterThan(5);
    expect(typed.length).toBeGreaterThan(20);
    const missing = [...direct, ...typed].filter((type) => !Object.hasOwn(FACT_FIELDS, type));
    expect([...new Set(missing)]).toEqual([]);
  });

  it('has no fact that nobody records', () => {
    const all = sources().join('\n');
    const idle = Object.keys(FACT_FIELDS).filter((type) => !all.includes(`'${type}'`));
    expect(idle).toEqual([]);
  });

  it('has the fields of facts that are recorded without a type', () => {
    for (const literal of literals) {
      const type = /(?:^|\s)type: '([^']+)'/.exec(literal)?.[1];
      if (type === undefined || type === 'hop') continue;
      const flat = literal.replace(/\([^()]*\)/g, '');
      const fields = [...flat.matchAll(/(?:^|[,{]|\n)\s*([a-zA-Z]+)(?=\s*[:,}]|\s*$)/g)].map(
        (one) => one[1]!,
      );
      const unknown = fields.filter(
        (field) => !['type', ...FACT_FIELDS[type]!, 'ip', 'node'].includes(field),
      );
      expect(unknown, type).toEqual([]);
    }
  });
});
