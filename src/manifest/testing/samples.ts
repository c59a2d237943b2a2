/** The sample systems beside this file, and the facts about them that an independent reader found. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { SourceFile } from '../source';

const ROOT = fileURLToPath(new URL('samples/', import.meta.url));
const SCENARIOS = fileURLToPath(new URL('../../../scenarios/', import.meta.url));

export interface ExpectedTarget {
  readonly host: string;
  readonly port: number | null;
}

export interface ExpectedSystem {
  readonly files: readonly {
    readonly path: string;
    readonly emptyDocuments?: number;
    readonly format: string;
  }[];
  readonly duplicates: readonly unknown[];
  readonly counts: Readonly<Record<string, number>>;
  readonly services: readonly {
    readonly name: string;
    readonly namespace: string;
    readonly file: string;
    readonly type: string;
    readonly selector: Readonly<Record<string, string>>;
    readonly ports: readonly {
      readonly name?: string;
      readonly port: number;
      readonly protocol: string;
      readonly effectiveTargetPort: number;
      readonly endpoints: readonly { readonly workload: string; readonly port: number }[];
    }[];
    readonly selects: readonly string[];
  }[];
  readonly workloads: readonly {
    readonly ref: string;
    readonly namespace: string;
    readonly apiVersion: string;
    readonly file: string;
    readonly replicas: number | null;
    readonly podLabels: Readonly<Record<string, string>>;
    readonly containers: readonly {
      readonly name: string;
      readonly image: string;
      readonly probes: readonly string[];
    }[];
    readonly initContainers?: number;
  }[];
  readonly workloadsWithoutService: readonly string[];
  readonly ingresses: readonly {
    readonly name: string;
    readonly rules: readonly {
      readonly host: string | null;
      readonly path: string;
      readonly pathType: string | null;
      readonly service: string;
      readonly port: number | string;
      readonly serviceExists: boolean;
      readonly portExists: boolean;
    }[];
  }[];
  readonly ocelot: readonly {
    readonly file: string;
    readonly key: string;
    readonly gateway: string | null;
    readonly inForce: boolean;
    readonly routes: readonly {
      readonly upstream: string;
      readonly methods: readonly string[];
      readonly downstream: string;
      readonly scheme: string;
      readonly auth?: string;
      readonly targets: readonly ExpectedTarget[];
    }[];
  }[];
  readonly edges: readonly {
    readonly from: string;
    readonly to: string;
    readonly port: number | null;
    readonly portSource: string;
    readonly via: string;
    readonly form: string;
    readonly reaches: readonly string[];
    readonly verdict: string;
  }[];
  readonly otherHosts: readonly {
    readonly from: string;
    readonly host: string;
    readonly port: number | null;
    readonly via: string;
    readonly kind: string;
  }[];
  readonly danglingConfigRefs: readonly string[];
  readonly callGraph: readonly string[];
  readonly faults: readonly string[];
}

const expected = JSON.parse(readFileSync(`${ROOT}expected.json`, 'utf8')) as {
  systems: Record<string, ExpectedSystem>;
};

/** Each sample system with its files and what is known about it. */
export function sampleSystems(): { name: string; files: SourceFile[]; expected: ExpectedSystem }[] {
  return Object.entries(expected.systems).map(([name, system]) => ({
    name,
    files: system.files.map(({ path }) => ({ path, text: readFileSync(`${ROOT}${name}/${path}`, 'utf8') })),
    expected: system,
  }));
}

/** The files of a scenario's folder, with paths relative to it. */
export function scenarioFiles(slug: string): SourceFile[] {
  const folder = `${SCENARIOS}${slug}`;
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `${entry.parentPath}/${entry.name}`)
    .sort()
    .map((path) => ({ path: path.slice(folder.length + 1), text: readFileSync(path, 'utf8') }));
}
