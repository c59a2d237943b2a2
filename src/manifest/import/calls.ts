/** Who calls whom, as far as the files say: environment, commands, settings, Ocelot routes, annotations. */
import { closestName } from '../closest';
import { readCallsAnnotation } from '../behaviour';
import { problemAt, type Place, type Problem } from '../problem';
import { placeIn } from '../source';
import type { ReadContainer, ReadWorkload } from '../workloads';
import type { PlacedOcelot } from './gateways';
import { bareNameIn, hostsInCommand, hostsInSetting, urlsIn, type NamedHost, type PortSource } from './hosts';
import type { ClusterNames, Verdict } from './targets';

export interface Call extends Place {
  /** `Deployment/web-mvc`. */
  readonly from: string;
  readonly fromNamespace: string;
  /** The Service's name; the host as it is written if there is no such Service. */
  readonly to: string;
  /** Null if there is no such Service. */
  readonly service: string | null;
  readonly serviceNamespace: string | null;
  readonly port: number | null;
  readonly portSource: PortSource;
  /** Where it is said: `env ApiUrl`, `env ApiUrl (ConfigMap/urls.api)`, `ocelot ocelot.json` … */
  readonly evidence: string;
  readonly form: string;
  /** The workloads behind the Service. */
  readonly reaches: readonly string[];
  readonly verdict: Verdict;
}

/** A host outside the cluster that a workload names. */
export interface OutsideHost extends Place {
  readonly from: string;
  readonly host: string;
  readonly port: number | null;
  readonly evidence: string;
}

/** Settings of a workload that stand in files: key (`Services:Users`), value, and where. */
export interface FileSetting {
  readonly workload: ReadWorkload;
  readonly key: string;
  readonly value: string;
  readonly evidence: string;
  /** Free text: only URLs count. */
  readonly urlsOnly: boolean;
  readonly place: Place;
}

export interface CallReading {
  readonly calls: readonly Call[];
  readonly outside: readonly OutsideHost[];
  readonly problems: readonly Problem[];
}

interface Mention {
  readonly workload: ReadWorkload;
  readonly named: NamedHost;
  readonly evidence: string;
  readonly place: Place;
}

export function readCalls(
  workloads: readonly ReadWorkload[],
  ocelot: readonly PlacedOcelot[],
  settings: readonly FileSetting[],
  names: ClusterNames,
): CallReading {
  const mentions = [
    ...workloads.flatMap((workload) =>
      workload.containers.flatMap((container) => [
        ...environmentMentions(workload, container, names),
        ...commandMentions(workload, container),
      ]),
    ),
    ...workloads.flatMap(annotationMentions),
    ...settings.flatMap((setting) => settingMentions(setting, names)),
    ...ocelot.flatMap(ocelotMentions),
  ];
  const calls = new Map<string, Call>();
  const outside = new Map<string, OutsideHost>();
  const problems: Problem[] = [];
  for (const mention of mentions) {
    const call = toCall(mention, names);
    const { host, port } = mention.named;
    const id = [
      mention.workload.namespace,
      mention.workload.ref,
      call?.to ?? host,
      port,
      mention.evidence,
    ].join('\u0000');
    if (isOwnMachine(host)) continue;
    if (call === undefined) {
      const { ref } = mention.workload;
      outside.set(id, { ...mention.place, from: ref, host, port, evidence: mention.evidence });
    } else if (!calls.has(id)) {
      calls.set(id, call);
      problems.push(...problemsOf(call, mention, names));
    }
  }
  return { calls: [...calls.values()].sort(byCall), outside: [...outside.values()], problems };
}

/** An address to listen on, or the Pod itself: nobody is called. */
function isOwnMachine(host: string): boolean {
  return host === 'localhost' || host === '0.0.0.0' || host.startsWith('127.');
}

function byCall(a: Call, b: Call): number {
  const key = (call: Call): string => [call.from, call.to, String(call.port), call.evidence].join('\u0000');
  return key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0;
}

function toCall({ workload, named, evidence, place }: Mention, names: ClusterNames): Call | undefined {
  const found = names.find(named.host, workload.namespace);
  const shared = {
    ...place,
    from: workload.ref,
    fromNamespace: workload.namespace,
    port: named.port,
    portSource: named.portSource,
    evidence,
    form: named.form,
  };
  if (found === undefined) {
    if (!names.looksLikeService(named.host)) return undefined;
    const nowhere = { service: null, serviceNamespace: null, reaches: [] };
    return { ...shared, ...nowhere, to: named.host, verdict: 'no such Service' };
  }
  const { reaches, verdict } = names.target(found, named.port);
  const { name, namespace = 'default' } = found.object.metadata;
  return { ...shared, to: name, service: name, serviceNamespace: namespace, reaches, verdict };
}

function problemsOf(call: Call, { workload }: Mention, names: ClusterNames): Problem[] {
  if (call.verdict === 'no such Service') {
    const known = names.namesIn(workload.namespace);
    const closest = closestName(call.to, known) ?? known.find((name) => call.to.startsWith(`${name}.`));
    const hint =
      closest === undefined ? 'Add that Service, or correct the name.' : `Did you mean “${closest}”?`;
    const port = call.port === null ? '' : `:${call.port}`;
    const params = { workload: call.from, host: call.to, port, evidence: call.evidence, hint };
    return [problemAt(call, 'call/no-service', params)];
  }
  if (call.verdict !== 'no such port' || call.port === null) return [];
  const service = names.find(call.to, call.serviceNamespace ?? workload.namespace)?.object;
  const ports = service?.spec.ports.map((port) => String(port.port)).join(', ') || 'no ports';
  const params = { workload: call.from, port: call.port, service: call.to, evidence: call.evidence, ports };
  return [problemAt(call, 'call/no-port', params)];
}

/** Names of variables whose bare value is not a host even if a Service is called so. */
const NOT_A_HOST =
  /(?:^|[_\-:.a-z])(?:user|username|login|password|pass|pwd|database|db|dbname|schema|role|key|token|type|mode|provider|driver|profile|queue|topic|exchange|bucket|index|env|environment|tier|version|tag|realm|audience|clientid)$/i;
/** `redis:7` is an image here, not a host and a port; what a program listens on is no call. */
const NOT_A_SETTING = /(?:image|tag|version)$|^(?:ASPNETCORE|DOTNET)_URLS$/i;
const HOST_VARIABLE = /^(.*?)_?(?:HOSTNAME|HOST|ADDRESS|ADDR|SERVER|SERVICE)$/i;

function environmentMentions(
  workload: ReadWorkload,
  container: ReadContainer,
  names: ClusterNames,
): Mention[] {
  return container.variables.flatMap((variable): Mention[] => {
    const source = variable.source === undefined ? '' : ` (${variable.source})`;
    const kind = container.init ? 'init container env' : 'env';
    const place = placeIn(workload.places, `${container.path}.${variable.path}`);
    const hosts = NOT_A_SETTING.test(variable.name) ? [] : hostsInSetting(variable.value);
    if (hosts.length > 0) {
      return hosts.map((named) => ({
        workload,
        named,
        evidence: `${kind} ${variable.name}${source}`,
        place,
      }));
    }
    const prefix = HOST_VARIABLE.exec(variable.name)?.[1];
    const partner = container.variables.find(
      (other) => prefix !== undefined && new RegExp(`^${escape(prefix)}_?PORT$`, 'i').test(other.name),
    );
    const port = /^\d{1,5}$/.test(partner?.value ?? '') ? Number(partner?.value) : undefined;
    return bareNameIn(variable.value).flatMap((named): Mention[] => {
      if (port !== undefined && partner !== undefined) {
        const together: NamedHost = { ...named, port, portSource: 'explicit', form: 'host and port' };
        const evidence = `${kind} ${variable.name} + ${partner.name}${source}`;
        return [{ workload, named: together, evidence, place }];
      }
      if (NOT_A_HOST.test(variable.name) || names.find(named.host, workload.namespace) === undefined)
        return [];
      return [{ workload, named, evidence: `${kind} ${variable.name}${source}`, place }];
    });
  });
}

function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

function commandMentions(workload: ReadWorkload, container: ReadContainer): Mention[] {
  const evidence = container.init ? 'init container command/args' : 'command/args';
  return (['command', 'args'] as const).flatMap((field) =>
    hostsInCommand(container[field])
      .filter((named) => named.host !== 'localhost' && !/^[\d.]+$/.test(named.host))
      .map((named) => ({
        workload,
        named,
        evidence,
        place: placeIn(workload.places, `${container.path}.${field}`),
      })),
  );
}

function annotationMentions(workload: ReadWorkload): Mention[] {
  const text = workload.annotations['hopscope.dev/calls'];
  if (text === undefined) return [];
  const path = `${workload.labelsPath.replace(/labels$/, 'annotations')}.hopscope.dev/calls`;
  const place = placeIn(workload.places, path);
  return (readCallsAnnotation(text) ?? []).flatMap(({ url }) =>
    urlsIn(url).map((named) => ({ workload, named, evidence: 'annotation hopscope.dev/calls', place })),
  );
}

/** .NET lets `Services__Users` in the environment win over `Services:Users` in a file. */
function settingMentions(setting: FileSetting, names: ClusterNames): Mention[] {
  const { workload, evidence, place } = setting;
  const variable = setting.key.replaceAll(':', '__').toLowerCase();
  const overridden = workload.containers.some((container) =>
    container.variables.some((other) => other.name.toLowerCase() === variable),
  );
  if (overridden) return [];
  const hosts = setting.urlsOnly ? urlsIn(setting.value) : hostsInSetting(setting.value);
  return hosts
    .filter((named) => names.find(named.host, workload.namespace) !== undefined)
    .map((named) => ({ workload, named, evidence, place }));
}

function ocelotMentions({ source, gateway }: PlacedOcelot): Mention[] {
  if (gateway === undefined) return [];
  const evidence = `ocelot ${source.file}`;
  return source.routes.flatMap((route): Mention[] => {
    if (route.serviceName !== undefined && route.targets.length === 0) {
      const namespace = route.serviceNamespace ?? gateway.namespace;
      const host = `${route.serviceName}.${namespace}`;
      const named: NamedHost = { host, port: null, portSource: 'unknown', form: 'ocelot service discovery' };
      return [{ workload: gateway, named, evidence, place: route.place }];
    }
    return route.targets.map(({ host, port, place }) => {
      const portSource: PortSource = port === null ? 'upstream request port' : 'explicit';
      return { workload: gateway, named: { host, port, portSource, form: 'ocelot' }, evidence, place };
    });
  });
}
