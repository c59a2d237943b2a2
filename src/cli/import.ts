/** `hopscope import`: what a system consists of, and who calls whom in it. */
import type { SystemImport } from '../manifest/import/importSystem';
import { print, type Command } from './command';
import { problemLine, sortShown } from './problems';
import { readSystem } from './system';

export const importCommand: Command = {
  name: 'import',
  usage: '<path…>',
  summary: 'read manifests and Ocelot configurations: workloads, Services, and who calls whom',
  examples: ['hopscope import k8s/ --json', 'kubectl get deploy,svc,ing,cm -o yaml | hopscope import -'],
  flags: {},
  run({ args, flags }, io) {
    const { system, problems } = readSystem(args, io);
    const warnings = sortShown(problems);
    const result = { ...shapeOf(system), warnings };
    print(io, flags, result, () => describe(result));
    if (!flags.has('json')) for (const problem of warnings) io.err(`${problemLine(problem)}\n`);
    return warnings.some(({ severity }) => severity === 'error') ? 1 : 0;
  },
};

/** The parts that `--json` promises, and a few more. */
function shapeOf(system: SystemImport) {
  const { workloads, services, ingressRules, ocelot, calls, outside, ignored } = system;
  return {
    workloads: workloads.map(({ kind, namespace, name, role, replicas, file, line }) => ({
      ...{ kind, namespace, name, role, replicas, file, line },
    })),
    services: services.map(({ namespace, name, type, clusterIP, ports, selects, file, line }) => ({
      ...{ namespace, name, type, clusterIP },
      ports: ports.map(({ name, port, targetPort, nodePort, protocol }) => ({
        ...{ name, port, targetPort, nodePort, protocol },
      })),
      ...{ selects, file, line },
    })),
    calls: calls.map(({ column: _, ...call }) => call),
    ingressRules: ingressRules.map(({ column: _, ...rule }) => rule),
    ocelot: ocelot.map(({ file, key, inForce, gateway, routes }) => ({
      ...{ file, key, inForce, gateway },
      routes: routes.map(({ upstream, downstream, methods, scheme, targets }) => ({
        ...{ upstream, downstream, methods, scheme },
        targets: targets.map(({ host, port }) => ({ host, port })),
      })),
    })),
    outside: outside.map(({ column: _, ...host }) => host),
    ignored,
  };
}

function describe(result: ReturnType<typeof shapeOf>): string {
  const workloads = result.workloads.map(
    ({ kind, namespace, name, role, replicas }) =>
      `  ${kind}/${name} (${namespace})  ${role}${replicas === null ? '' : `, ${replicas} wanted`}`,
  );
  const services = result.services.map(({ name, namespace, type, clusterIP, ports, selects }) => {
    const shownPorts = ports.map(({ port, targetPort, protocol, nodePort }) => {
      return `${port}${nodePort === null ? '' : `:${nodePort}`}/${protocol}→${targetPort}`;
    });
    const behind = selects.length === 0 ? 'selects nothing' : `selects ${selects.join(', ')}`;
    return `  ${name} (${namespace})  ${type} ${clusterIP || '(no address yet)'} ${shownPorts.join(' ')}  ${behind}`;
  });
  const calls = result.calls.map(({ from, to, port, evidence, verdict }) => {
    return `  ${from} → ${to}${port === null ? '' : `:${port}`}  ${verdict}  (${evidence})`;
  });
  return [
    ...section('workloads', workloads),
    ...section('Services', services),
    ...section('calls', calls),
    ...section(
      'Ocelot',
      result.ocelot.map(({ file, gateway, routes }) => {
        return `  ${file}: ${routes.length} routes, ${gateway === null ? 'run by nobody here' : `run by ${gateway}`}`;
      }),
    ),
  ].join('\n');
}

function section(title: string, lines: readonly string[]): string[] {
  return [`${title}: ${lines.length}`, ...lines];
}
