/** Whether what a scenario names is there: files, nodes, clients, objects, facts; and whether ids are used once. */
import { problemAt, type Problem } from '../manifest/problem';
import type { ManifestReading } from '../manifest/readManifests';
import { placeIn, type PlaceMap } from '../manifest/source';
import { checkGoal } from './checkGoal';
import { knownReferences, type KnownReferences } from './knownReferences';
import { NameCheck } from './nameCheck';
import type { Action, Question, Scenario, Step } from './scenario';
import { FIELD_PLACES } from './vocabulary';

/** `files` are the paths of the folder and of the folder that it extends. */
export function checkScenario(
  scenario: Scenario,
  places: PlaceMap,
  files: ReadonlySet<string>,
  manifests: ManifestReading,
  ocelot: Readonly<Record<string, string>>,
): Problem[] {
  const known = knownReferences(
    manifests,
    scenario.clients.map((client) => client.id),
  );
  const check = new NameCheck(places, known);
  checkCluster(scenario, check, files);
  const questions = scenario.steps.flatMap((step, index) => questionsOf(step, `steps[${index}]`));
  for (const key of ['belief', 'prediction', 'check']) {
    check.unique(questions.filter(({ at }) => at.endsWith(`.${key}`)).map(({ id, at }) => [id, `${at}.id`]));
  }
  check.unique(scenario.steps.map((step, index) => [step.id, `steps[${index}].id`]));
  for (const { optionIds, at } of questions) {
    check.unique(optionIds.map((id, index) => [id, `${at}.options[${index}].id`]));
  }
  scenario.steps.forEach((step, index) => checkStep(step, `steps[${index}]`, check, known));
  return [...check.problems, ...configMapsThatDiffer(scenario, places, manifests, ocelot)];
}

function checkCluster(scenario: Scenario, check: NameCheck, files: ReadonlySet<string>): void {
  scenario.manifests.forEach((path, index) => check.file(path, `manifests[${index}]`, files));
  check.unique(scenario.manifests.map((path, index) => [path, `manifests[${index}]`]));
  scenario.ocelot.forEach(({ file, gateway }, index) => {
    check.file(file, `ocelot[${index}].file`, files);
    check.workload(gateway, `ocelot[${index}].gateway`);
  });
  for (const node of Object.keys(scenario.kubeProxy.watchDelayMicros)) {
    check.node(node, `kubeProxy.watchDelayMillis.${node}`);
  }
  check.unique(scenario.clients.map((client, index) => [client.id, `clients[${index}].id`]));
  check.unique(scenario.clients.map((client, index) => [client.ip, `clients[${index}].ip`]));
  scenario.clients.forEach((client, index) =>
    client.urls.forEach((url, urlIndex) => {
      const at = `clients[${index}].urls[${urlIndex}]`;
      check.url(url, at, Object.keys(scenario.publicDns));
    }),
  );
  if (!/^v1\.\d+$/.test(scenario.kubernetes)) {
    check.wrong('kubernetes', scenario.kubernetes, 'a version such as v1.34', 'Write v1.34.');
  }
  if (!scenario.proxyModes.includes(scenario.proxyMode)) {
    const modes = scenario.proxyModes.join(', ');
    const hint = `Add ${scenario.proxyMode}, or change proxyMode.`;
    check.wrong('proxyModes', modes, `a list with ${scenario.proxyMode} in it`, hint);
  }
  if (scenario.docs !== null) checkDocs(scenario.docs, check);
}

function checkDocs({ url, version }: NonNullable<Scenario['docs']>, check: NameCheck): void {
  if (!/^https:\/\/[a-z0-9.-]+\.[a-z]+\/\S*$/.test(url)) {
    const expected = 'the address of a page';
    check.wrong('docs.url', url, expected, 'Write it in full: https://kubernetes.io/docs/….');
  }
  if (!/^v1\.\d+$/.test(version)) {
    check.wrong('docs.version', version, 'a version such as v1.34', 'Write v1.34.');
  }
}

function questionsOf(step: Step, at: string): { id: string; at: string; optionIds: readonly string[] }[] {
  const ids = (options: readonly { readonly id: string }[]) => options.map((option) => option.id);
  const ofQuestion = (question: Question | undefined, key: string) =>
    question === undefined
      ? []
      : [
          {
            id: question.id,
            at: `${at}.${key}`,
            optionIds: question.kind === 'count' ? [] : ids(question.options),
          },
        ];
  return [
    ...(step.belief === undefined
      ? []
      : [{ id: step.belief.id, at: `${at}.belief`, optionIds: ids(step.belief.options) }]),
    ...ofQuestion(step.prediction, 'prediction'),
    ...ofQuestion(step.check, 'check'),
  ];
}

function checkStep(step: Step, at: string, check: NameCheck, known: KnownReferences): void {
  if (step.show !== undefined) check.reference(step.show, `${at}.show`);
  for (const key of ['set', 'run', 'solution'] as const) {
    step[key].forEach((action, index) => checkAction(action, `${at}.${key}[${index}]`, check));
  }
  if (step.belief !== undefined) {
    const about = new Set([...known.services, ...known.workloads]);
    check.oneOf('The Service or workload', step.belief.about, about, `${at}.belief.about`);
  }
  if (step.prediction !== undefined) checkQuestion(step.prediction, `${at}.prediction`, check);
  if (step.goal !== undefined) checkGoal(step.goal, `${at}.goal`, check);
  if (step.check !== undefined) checkQuestion(step.check, `${at}.check`, check);
}

function checkQuestion(question: Question, at: string, check: NameCheck): void {
  if (question.kind === 'count') {
    check.workload(question.among, `${at}.among`);
    return;
  }
  question.options.forEach((option, index) => {
    checkGoal(option.when, `${at}.options[${index}].when`, check);
  });
  if (question.kind !== 'place') return;
  question.options.forEach(({ place }, index) => {
    const path = `${at}.options[${index}].place`;
    if (!(FIELD_PLACES as readonly string[]).includes(place)) check.reference(place, path, FIELD_PLACES);
  });
  check.unique(question.options.map(({ place }, index) => [place, `${at}.options[${index}].place`]));
}

function checkAction(action: Action, at: string, check: NameCheck): void {
  switch (action.type) {
    case 'send':
    case 'traffic':
      check.client(action.client, `${at}.${action.type}.client`);
      check.url(action.url, `${at}.${action.type}.url`);
      return;
    case 'deletePod':
    case 'crashPod':
      check.workload(action.owner, `${at}.${action.type}.owner`);
      return;
    case 'look':
      check.reference(action.at, `${at}.look`);
      return;
    case 'watchDelay':
      check.node(action.node, `${at}.watchDelay.node`);
      return;
    case 'failNode':
    case 'recoverNode':
      check.node(action.node, `${at}.${action.type}.node`);
      return;
    case 'gatewayDiscovery':
      check.workload(action.gateway, `${at}.gatewayDiscovery.gateway`);
      return;
    case 'kubectl':
      check.placesIn(action.command, `${at}.kubectl`, ['name']);
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
