/**
 * What the table of scenario.yaml cannot say: keys that belong to one kind of question or goal only, keys
 * that need each other, and values of free shape.
 */
import { asList, asRecord, type PlainRecord } from '../manifest/convert/plain';
import { problemAt, type Problem } from '../manifest/problem';
import { textFormats } from '../manifest/schema';
import { placeIn, type PlaceMap } from '../manifest/source';

/** Every such mistake in the plain values of scenario.yaml, which fit the table. */
export function checkShape(value: unknown, places: PlaceMap): Problem[] {
  const shape = new Shape(places);
  const raw = asRecord(value);
  for (const [host, ips] of Object.entries(asRecord(raw['publicDns']))) shape.addresses(host, ips);
  for (const scale of ['packet', 'cluster']) {
    const at = asRecord(raw['timeScale'])[scale];
    if (typeof at === 'number' && at <= 0) {
      shape.wrong(`timeScale.${scale}`, String(at), 'a number above 0', 'Write a number above 0.');
    }
  }
  // What a lesson says has to rest on something that can be read.
  if (asList(raw['steps']).length > 0 && !isThere(raw['docs'])) shape.missing('docs', '');
  asList(raw['steps']).forEach((step, index) => shape.step(asRecord(step), `steps[${index}]`));
  return shape.problems;
}

class Shape {
  readonly problems: Problem[] = [];

  constructor(private readonly places: PlaceMap) {}

  step(step: PlainRecord, at: string): void {
    if (isThere(step['goal'])) {
      this.goal(step['goal'], `${at}.goal`);
      if (asList(step['solution']).length === 0) this.missing('solution', at);
    } else if (asList(step['solution']).length > 0) this.missing('goal', at);
    for (const key of ['prediction', 'check']) {
      if (isThere(step[key])) this.question(asRecord(step[key]), `${at}.${key}`);
    }
    if (isThere(step['belief'])) this.belief(asRecord(step['belief']), `${at}.belief`);
  }

  addresses(host: string, ips: unknown): void {
    const at = `publicDns.${host}`;
    const expected = 'an IP address, or a list of them';
    const list = Array.isArray(ips) ? (ips as readonly unknown[]) : [ips];
    if (list.length === 0) this.wrong(at, '[]', expected, 'Write an address such as 203.0.113.10.');
    list.forEach((ip, index) => {
      if (typeof ip === 'string' && textFormats.ip.test(ip)) return;
      const path = Array.isArray(ips) ? `${at}[${index}]` : at;
      this.wrong(path, inWords(ip), expected, 'Write an address such as 203.0.113.10.');
    });
  }

  wrong(path: string, found: string, expected: string, hint: string): void {
    this.problems.push(problemAt(placeIn(this.places, path), 'field/value', { path, found, expected, hint }));
  }

  missing(field: string, at: string): void {
    const path = at === '' ? field : `${at}.${field}`;
    this.problems.push(problemAt(placeIn(this.places, at), 'field/required', { path, field }));
  }

  private stray(key: string, at: string, hint: string): void {
    const path = `${at}.${key}`;
    this.problems.push(problemAt(placeIn(this.places, path), 'field/unknown', { path, hint }));
  }

  private question(question: PlainRecord, at: string): void {
    const kind = question['kind'] ?? 'choice';
    if (kind === 'count') {
      for (const key of ['of', 'among']) if (!isThere(question[key])) this.missing(key, at);
      if (isThere(question['options'])) {
        this.stray('options', at, 'A question of `kind: count` has none: remove it, or change the kind.');
      }
      return;
    }
    for (const key of ['of', 'among', 'inAnyOrder']) {
      if (isThere(question[key])) this.stray(key, at, 'Remove it, or write `kind: count`.');
    }
    const options = asList(question['options']);
    if (!isThere(question['options'])) this.missing('options', at);
    else if (options.length < 2) this.tooFew(at);
    options.forEach((item, index) => {
      const option = asRecord(item);
      const path = `${at}.options[${index}]`;
      this.goal(option['when'], `${path}.when`);
      if (kind === 'place' && !isThere(option['place'])) this.missing('place', path);
      if (kind !== 'place' && isThere(option['place'])) {
        this.stray('place', path, 'Remove it, or write `kind: place` in the question.');
      }
    });
  }

  private belief(belief: PlainRecord, at: string): void {
    const models = asList(belief['options']).map((option) => asRecord(option)['model']);
    const truths = models.filter((model) => model === 'truth').length;
    const expected = 'exactly one option with `model: truth`';
    if (truths !== 1) {
      const hint = truths === 0 ? 'Add the option that is the truth.' : 'Keep one of them.';
      this.wrong(`${at}.options`, `${truths} of them`, expected, hint);
    } else if (models.length < 2) this.tooFew(at);
    models.forEach((model, index) => {
      if (model === 'truth' || models.indexOf(model) === index) return;
      const path = `${at}.options[${index}].model`;
      this.wrong(path, inWords(model), 'a model that no other option has', 'Remove one of the two.');
    });
  }

  private tooFew(at: string): void {
    this.wrong(`${at}.options`, 'one', 'two options or more', 'Add what else a learner may think.');
  }

  private goal(value: unknown, at: string): void {
    const goal = asRecord(value);
    for (const [key, head] of [
      ['has', 'object'],
      ['where', 'fact'],
    ] as const) {
      if (!isThere(goal[key])) continue;
      if (!isThere(goal[head])) {
        this.stray(key, at, `It belongs to \`${head}:\`; remove it, or check its indentation.`);
      }
      this.scalars(goal[key], `${at}.${key}`);
    }
    for (const list of ['all', 'any', 'inOrder']) {
      asList(goal[list]).forEach((inner, index) => this.goal(inner, `${at}.${list}[${index}]`));
    }
    if (isThere(goal['not'])) this.goal(goal['not'], `${at}.not`);
  }

  private scalars(value: unknown, at: string): void {
    for (const [key, scalar] of Object.entries(asRecord(value))) {
      if (['string', 'number', 'boolean'].includes(typeof scalar)) continue;
      const expected = 'text, a number, true or false';
      this.wrong(
        `${at}.${key}`,
        inWords(scalar),
        expected,
        'Write one value; a path has dots: spec.replicas.',
      );
    }
  }
}

function isThere(value: unknown): boolean {
  return value !== undefined && value !== null;
}

function inWords(value: unknown): string {
  if (value === null || value === undefined) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'a group of fields' : String(value);
}
