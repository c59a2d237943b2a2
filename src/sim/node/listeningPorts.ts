/**
 * Which ports the program of a Pod opens. `containerPort` is only information in
 * Kubernetes, but it is what a manifest says; probes and the usual environment
 * variables tell the rest (ASP.NET Core: https://learn.microsoft.com/aspnet/core/fundamentals/servers/kestrel/endpoints).
 */
import type { Container, PodSpec, Probe } from '../cluster/objects';

/**
 * Port numbers, sorted, each once. An ASP.NET Core program opens what its environment says, whatever
 * the manifest declares; of other programs the declared ports and those that its probes ask are taken.
 */
export function listeningPorts(spec: PodSpec): number[] {
  const told = spec.containers.flatMap(portsFromEnvironment);
  const ports = told.length > 0 ? told : spec.containers.flatMap(declaredAndProbed);
  return [...new Set(ports)].sort((a, b) => a - b);
}

function declaredAndProbed(container: Container): number[] {
  const probes = [container.readinessProbe, container.livenessProbe, container.startupProbe];
  const probed = probes.map(probePort).filter((port) => typeof port === 'number');
  return [...container.ports.map((port) => port.containerPort), ...probed];
}

function portsFromEnvironment(container: Container): number[] {
  return container.env.flatMap(({ name, value }) => {
    if (name === 'ASPNETCORE_HTTP_PORTS') return numbersIn(value);
    if (name === 'ASPNETCORE_URLS') return numbersIn(value.replace(/[^;]*:(\d+)\/?/g, '$1;'));
    return [];
  });
}

function numbersIn(text: string): number[] {
  return text
    .split(/[;,\s]+/)
    .map(Number)
    .filter((port) => Number.isInteger(port) && port > 0 && port < 65_536);
}

/** The port a probe asks, as written. */
export function probePort(probe: Probe | undefined): number | string | undefined {
  return probe?.httpGet?.port ?? probe?.tcpSocket?.port;
}
