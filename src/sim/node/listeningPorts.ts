/**
 * Which ports the program of a Pod opens. `containerPort` is only information in
 * Kubernetes, but it is what a manifest says; probes and the usual environment
 * variables tell the rest (ASP.NET Core: https://learn.microsoft.com/aspnet/core/fundamentals/servers/kestrel/endpoints).
 */
import type { PodSpec, Probe } from '../cluster/objects';

/** Port numbers, sorted, each once. Declared container ports win; without any, what probes and environment imply. */
export function listeningPorts(spec: PodSpec): number[] {
  const declared = spec.containers.flatMap((container) => container.ports.map((port) => port.containerPort));
  return [...new Set(declared.length > 0 ? declared : impliedPorts(spec))].sort((a, b) => a - b);
}

function impliedPorts(spec: PodSpec): number[] {
  return spec.containers.flatMap((container) => {
    const probes = [container.readinessProbe, container.livenessProbe, container.startupProbe];
    const probed = probes.map(probePort).filter((port) => typeof port === 'number');
    const fromEnv = container.env.flatMap(({ name, value }) => {
      if (name === 'PORT' || name === 'ASPNETCORE_HTTP_PORTS') return numbersIn(value);
      if (name === 'ASPNETCORE_URLS') return numbersIn(value.replace(/[^;]*:(\d+)\/?/g, '$1'));
      return [];
    });
    return [...probed, ...fromEnv];
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
