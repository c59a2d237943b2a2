/** Collects problems with names in scenario.yaml, each with its place and with the name that was probably meant. */
import { closestName } from '../manifest/closest';
import { problemAt, type Problem } from '../manifest/problem';
import { placeIn, type PlaceMap } from '../manifest/source';
import { parseUrl } from '../sim/traffic/urls';
import { takeOrdinal, type KnownReferences } from './knownReferences';
import type { Reference } from './scenario';
import { placeProblem, placesInText, type PlaceWord } from './textPlaces';

export class NameCheck {
  readonly problems: Problem[] = [];

  constructor(
    private readonly places: PlaceMap,
    private readonly known: KnownReferences,
  ) {}

  wrong(path: string, found: string, expected: string, hint: string): void {
    const params = { path, found, expected, hint };
    this.problems.push(problemAt(placeIn(this.places, path), 'field/value', params));
  }

  file(path: string, at: string, files: ReadonlySet<string>): void {
    if (files.has(path)) return;
    const hint = hintFor(path, files, 'Add it, or remove this line.');
    this.problems.push(problemAt(placeIn(this.places, at), 'scenario/no-file', { path, hint }));
  }

  /** `more` are names that this place knows besides. */
  reference(reference: Reference, at: string, more: readonly string[] = []): void {
    const { of, ordinal } = takeOrdinal(reference);
    if (ordinal !== null) this.oneOf('The workload', of, this.known.workloads, at);
    else this.oneOf('The object', reference, [...this.known.all, ...more], at);
  }

  workload(reference: Reference, at: string): void {
    this.oneOf('The workload', reference, this.known.workloads, at);
  }

  client(id: string, at: string): void {
    this.oneOf('The client', id, this.known.clients, at);
  }

  node(name: string, at: string): void {
    this.oneOf('The node', name, this.known.nodes, at);
  }

  oneOf(what: string, found: string, known: Iterable<string>, at: string): void {
    const names = [...known];
    if (names.includes(found)) return;
    const some = names.length === 0 ? 'There are none here.' : `Known here: ${someOf(found, names)}.`;
    const hint = hintFor(found, names, some);
    this.problems.push(problemAt(placeIn(this.places, at), 'scenario/reference', { what, found, hint }));
  }

  /** Each id with the path at which it stands; the second of two equal ones is wrong. */
  unique(ids: readonly (readonly [id: string, at: string])[]): void {
    ids.forEach(([id, at], index) => {
      if (ids.findIndex(([other]) => other === id) === index) return;
      this.wrong(at, id, 'a name of its own', 'Choose another one: this one is taken.');
    });
  }

  /**
   * `hosts`: names that have an address outside the cluster, if the URL must have one of these. A Service's name
   * will do as well: that a browser cannot resolve it is a lesson.
   */
  url(url: string, at: string, hosts?: readonly string[]): void {
    const parsed = parseUrl(url);
    if (parsed === null) {
      const expected = 'a URL such as https://shop.example/users/123';
      this.wrong(at, url, expected, `Write ${expected}.`);
    } else if (hosts !== undefined && !/^[\d.]+$/.test(parsed.host) && !this.isService(parsed.host)) {
      this.oneOf('The host', parsed.host, hosts, at);
    }
  }

  private isService(host: string): boolean {
    return [...this.known.services].some((service) => {
      const [, namespace = '', name = ''] = service.split('/');
      const full = `${name}.${namespace}.svc.cluster.local`;
      return [name, `${name}.${namespace}`, `${name}.${namespace}.svc`, full].includes(host);
    });
  }

  /** Places such as `{name:…}` in a text of scenario.yaml. */
  placesIn(text: string, at: string, words: readonly PlaceWord[]): void {
    for (const place of placesInText(text)) {
      const problem = placeProblem(place, this.known, words);
      if (problem !== null) {
        this.problems.push(problemAt(placeIn(this.places, at), 'scenario/text-place', problem));
      }
    }
  }
}

function hintFor(found: string, known: Iterable<string>, otherwise: string): string {
  const closest = closestName(found, known);
  return closest === undefined ? otherwise : `Did you mean “${closest}”?`;
}

/** Of many names those of the same family first: `pod/…`. */
function someOf(found: string, all: readonly string[]): string {
  const family = found.includes('/') ? found.slice(0, found.indexOf('/') + 1) : '';
  const alike = family === '' ? [] : all.filter((name) => name.startsWith(family));
  const names = alike.length > 0 ? alike : all;
  return names.length > 12 ? `${names.slice(0, 12).join(', ')} …` : names.join(', ');
}
