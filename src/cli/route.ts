/** `hopscope route`: which Ocelot route takes a request, and what it becomes. */
import { discoveryOf, subsetsOfSlices, targetsOfEndpoints } from '../sim/traffic/ocelot/kubernetesDiscovery';
import type { OcelotConfiguration } from '../sim/traffic/ocelot/configuration';
import { readOcelotConfiguration } from '../sim/traffic/ocelot/readConfiguration';
import { reasonText } from '../sim/traffic/ocelot/reasonText';
import { routeRequest } from '../sim/traffic/ocelot/routeRequest';
import type { Discover, RoutingResult } from '../sim/traffic/ocelot/routing';
import { serviceOfSlice } from '../sim/dataplane/endpoints';
import { clusterAtRest } from './clusterAtRest';
import { print, type Command, type Io } from './command';
import { UsageError } from './errors';
import { readPath } from './files';
import { problemLine, refuseErrors, shownConfigurationProblem } from './problems';
import { readSystem } from './system';

const METHOD = /^[A-Za-z]+$/;

export const route: Command = {
  name: 'route',
  usage: '<ocelot.json> METHOD URL [--header "K: V"]… [--cluster PATH]…',
  summary: 'show which Ocelot route takes a request, and the downstream request',
  examples: [
    'hopscope route scenarios/where-a-service-works/ocelot.json GET /users/42?a=1',
    'hopscope route ocelot.json POST https://shop.example/orders --header "X-Version: 2" --cluster manifests/',
  ],
  flags: {
    header: { value: '"K: V"', about: 'a header of the request; may be given several times' },
    cluster: { value: 'PATH', about: 'manifests, for routes whose targets are found through Kubernetes' },
  },
  run({ args, flags }, io) {
    const [path, method, url, extra] = args;
    if (path === undefined) throw new UsageError('say which ocelot.json, METHOD and URL');
    if (method === undefined || url === undefined)
      throw new UsageError(`after ${path}, say METHOD and URL: GET /users/42`);
    if (extra !== undefined)
      throw new UsageError(`"${extra}" is one argument too many; quote a URL that holds & or blanks`);
    if (!METHOD.test(method)) throw new UsageError(`METHOD must be a word such as GET, not "${method}"`);
    if (!/^(?:https?:\/\/[^/]|\/)/i.test(url)) {
      throw new UsageError(`URL must begin with / or http://, not "${url}": say /${url}`);
    }
    const headers = Object.fromEntries(flags.texts('header').map(readHeader));
    const configuration = readConfiguration(path, io);
    const discover = discoverIn(configuration, flags.texts('cluster'), io);
    const result = routeRequest(
      configuration,
      { method, url, headers },
      discover === undefined ? {} : { discover },
    );
    print(io, flags, shown(result), () => describe(result));
    return 0;
  },
};

function readHeader(text: string): [string, string] {
  const colon = text.indexOf(':');
  if (colon < 1) throw new UsageError(`--header must be "Name: value", not "${text}"`);
  return [text.slice(0, colon).trim(), text.slice(colon + 1).trim()];
}

function readConfiguration(path: string, io: Io): OcelotConfiguration {
  const file = readPath(path, io);
  const { configuration, problems } = readOcelotConfiguration(file.text);
  const all = problems.map((problem) => shownConfigurationProblem(file.path, problem));
  for (const problem of all) if (problem.severity === 'warning') io.err(`${problemLine(problem)}\n`);
  refuseErrors(all, io);
  return configuration!;
}

/** Looks targets up as Ocelot's Kubernetes provider does: in the Endpoints of the Service. */
function discoverIn(
  configuration: OcelotConfiguration,
  paths: readonly string[],
  io: Io,
): Discover | undefined {
  if (paths.length === 0) return undefined;
  const given = readSystem(paths, io);
  refuseErrors(given.problems, io);
  const { endpointSlices } = clusterAtRest(given, io);
  return (one) => {
    const request = discoveryOf(one, configuration.serviceDiscovery);
    if (request === undefined) return undefined;
    const service = `${request.namespace}/${request.serviceName}`;
    const slices = endpointSlices.filter((slice) => serviceOfSlice(slice) === service);
    return targetsOfEndpoints(subsetsOfSlices(slices), one.downstreamScheme);
  };
}

function shown(result: RoutingResult) {
  const { rejected, ...rest } = result;
  return {
    ...rest,
    rejected: rejected.map(({ index, kind, reason }) => ({
      index,
      kind,
      code: reason.code,
      reason: reasonText(reason),
    })),
  };
}

function describe(result: RoutingResult): string {
  const lines: string[] = [];
  const { route: taken, placeholders, downstreams, status } = result;
  if (taken === null) lines.push(`no route matches: the gateway answers ${status}`);
  else {
    lines.push(`${taken.kind} ${taken.index} takes it: ${taken.upstreamPathTemplate} (line ${taken.line})`);
    for (const [name, value] of Object.entries(placeholders)) lines.push(`  ${name} = ${value}`);
    for (const { request } of downstreams) {
      lines.push(
        `  → ${request.method} ${request.url ?? `${request.path}${request.query} (target not known without --cluster)`}`,
      );
    }
    if (status !== null) lines.push(`  the gateway answers ${status}: no target`);
  }
  for (const { index, kind, reason } of result.rejected)
    lines.push(`${kind} ${index} not taken: ${reasonText(reason)}`);
  return lines.join('\n');
}
