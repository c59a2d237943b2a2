/** Whether what a scenario names is there: files, nodes, clients, objects; and whether ids are used once. */
import { closestName } from '../manifest/closest';
import { problemAt, type Problem } from '../manifest/problem';
import type { ManifestReading } from '../manifest/readManifests';
import { placeIn, type PlaceMap } from '../manifest/source';
import type { Action, Goal, Reference, Scenario } from './scenario';

export function checkScenario(
  scenario: Scenario,
  places: PlaceMap,
  files: ReadonlySet<string>,
  manifests: ManifestReading,
  ocelot: Readonly<Record<string, string>>,
): Problem[] {
  const check = new Check(
    places,
    referencesOf(manifests),
    new Set(scenario.clients.map((client) => client.id)),
  );
  scenario.manifests.forEach((path, index) => check.file(path, `manifests[${index}]`, files));
  scenario.ocelot.forEach(({ file, gateway }, index) => {
    check.file(file, `ocelot[${index}].file`, files);
    check.reference(gateway, `ocelot[${index}].gateway`);
  });
  for (const node of Object.keys(scenario.kubeProxy.watchDelayMicros)) {
    check.reference(`Node/${node}`, `kubeProxy.watchDelayMillis.${node}`);
  }
  check.unique(
    scenario.clients.map((client) => client.id),
    'clients',
  );
  check.unique(
    scenario.steps.map((step) => step.id),
    'steps',
  );
  scenario.clients.forEach((client, index) =>
    client.urls.forEach((url, urlIndex) =>
      check.url(url, `clients[${index}].urls[${urlIndex}]`, Object.keys(scenario.publicDns)),
    ),
  );
  scenario.steps.forEach((step, index) => {
    const at = `steps[${index}]`;
    if (step.show !== undefined) check.reference(step.show, `${at}.show`);
    step.solution.forEach((action, actionIndex) => check.action(action, `${at}.solution[${actionIndex}]`));
    if (step.goal !== undefined) check.goal(step.goal, `${at}.goal`);
    step.prediction?.options.forEach((option, optionIndex) =>
      check.goal(option.when, `${at}.prediction.options[${optionIndex}].when`),
    );
  });
  return [...check.problems, ...configMapsThatDiffer(scenario, places, manifests, ocelot)];
}

/** Everything that a reference may name. Slices are named by their Service, rules by their node. */
function referencesOf(manifests: ManifestReading): Set<string> {
  const found = new Set<string>();
  for (const { object } of manifests.objects) {
    const { name, namespace } = object.metadata;
    found.add([object.kind, ...(namespace === undefined ? [] : [namespace]), name].join('/'));
    if (object.kind === 'Service') found.add(`EndpointSlice/${namespace}/${name}`);
    if (object.kind === 'Node') found.add(`rules/${name}`);
  }
  for (const { kind, namespace, name } of manifests.workloads) found.add(`${kind}/${namespace}/${name}`);
  return found;
}

class Check {
  readonly problems: Problem[] = [];

  constructor(
    private readonly places: PlaceMap,
    private readonly references: ReadonlySet<string>,
    private readonly clients: ReadonlySet<string>,
  ) {}

  file(path: string, at: string, files: ReadonlySet<string>): void {
    if (files.has(path)) return;
    const closest = closestName(path, files);
    const hint = closest === undefined ? 'Add it, or remove this line.' : `Did you mean “${closest}”?`;
    this.problems.push(problemAt(placeIn(this.places, at), 'scenario/no-file', { path, hint }));
  }

  reference(reference: Reference, at: string): void {
    if (!this.references.has(reference)) this.unknown('The object', reference, this.references, at);
  }

  unique(ids: readonly string[], at: string): void {
    ids.forEach((id, index) => {
      if (ids.indexOf(id) === index) return;
      const place = placeIn(this.places, `${at}[${index}].id`);
      const params = {
        path: `${at}[${index}].id`,
        found: id,
        expected: 'an id of its own',
        hint: 'Choose another id.',
      };
      this.problems.push(problemAt(place, 'field/value', params));
    });
  }

  url(url: string, at: string, hosts: readonly string[]): void {
    const host = /^https?:\/\/([^/:?#]+)(?::\d+)?(?:[/?#]|$)/.exec(url)?.[1];
    if (host === undefined) {
      const expected = 'a URL such as https://shop.example/users/123';
      const params = { path: at, found: url, expected, hint: `Write ${expected}.` };
      this.problems.push(problemAt(placeIn(this.places, at), 'field/value', params));
    } else if (!/^[\d.]+$/.test(host) && !hosts.includes(host)) {
      this.unknown('The host', host, new Set(hosts), at);
    }
  }

  action(action: Action, at: string): void {
    if (action.type === 'send') this.client(action.client, `${at}.send.client`);
    if (action.type === 'deletePod') this.reference(action.owner, `${at}.deletePod.owner`);
    if (action.type === 'look') this.reference(action.at, `${at}.look`);
  }

  goal(goal: Goal, at: string): void {
    switch (goal.type) {
      case 'object':
        this.reference(goal.object, `${at}.object`);
        return;
      case 'looked':
        this.reference(goal.at, `${at}.looked`);
        return;
      case 'request':
        if (goal.client !== undefined) this.client(goal.client, `${at}.request.client`);
        return;
      case 'not':
        this.goal(goal.goal, `${at}.not`);
        return;
      case 'all':
      case 'any':
      case 'inOrder':
        goal.goals.forEach((inner, index) => this.goal(inner, `${at}.${goal.type}[${index}]`));
    }
  }

  private client(id: string, at: string): void {
    if (!this.clients.has(id)) this.unknown('The client', id, this.clients, at);
  }

  private unknown(what: string, found: string, known: ReadonlySet<string>, at: string): void {
    const closest = closestName(found, known);
    const some = [...known].slice(0, 8).join(', ');
    const hint = closest === undefined ? `Known here: ${some}.` : `Did you mean “${closest}”?`;
    this.problems.push(problemAt(placeIn(this.places, at), 'scenario/reference', { what, found, hint }));
  }
}

/** The file that the learner sees and the ConfigMap that the gateway mounts must be one configuration. */
function configMapsThatDiffer(
  scenario: Scenario,
  places: PlaceMap,
  manifests: ManifestReading,
  ocelot: Readonly<Record<string, string>>,
): Problem[] {
  return scenario.ocelot.flatMap(({ file, gateway }, index) => {
    const text = ocelot[file];
    const workload = manifests.workloads.find(
      (one) => `${one.kind}/${one.namespace}/${one.name}` === gateway,
    );
    const base = file.slice(file.lastIndexOf('/') + 1);
    const mount = workload?.mounts.find(
      (one) => one.key === base || (one.key === undefined && one.file.endsWith(base)),
    );
    if (text === undefined || workload === undefined || mount === undefined) return [];
    const configMap = manifests.objects.find(
      ({ object }) =>
        object.kind === 'ConfigMap' &&
        object.metadata.name === mount.configMap &&
        object.metadata.namespace === workload.namespace,
    )?.object;
    const mounted = configMap?.kind === 'ConfigMap' ? configMap.data[mount.key ?? base] : undefined;
    if (mounted === undefined || mounted.trim() === text.trim()) return [];
    const place = placeIn(places, `ocelot[${index}].file`);
    return [problemAt(place, 'scenario/ocelot-differs', { configMap: mount.configMap, file })];
  });
}
