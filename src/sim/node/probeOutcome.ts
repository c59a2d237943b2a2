/**
 * What one probe finds at a process. Source: kubernetes pkg/kubelet/prober/prober.go
 * runProbe, pkg/probe/http/http.go (200 to 399 is success), pkg/probe/tcp/tcp.go.
 */
import type { Container, Probe } from '../cluster/objects';
import type { ProcessRow } from '../cluster/tables';
import type { ProbeKind } from './facts';
import { probePort } from './listeningPorts';

/** Success only if the process listens on the probed port and, for HTTP, answers that path well. */
export function probeOutcome(
  probe: Probe,
  container: Container,
  process: ProcessRow | undefined,
): 'Success' | 'Failure' {
  if (process?.state !== 'listening') return 'Failure';
  const asked = probePort(probe);
  const port =
    typeof asked === 'string'
      ? (container.ports.find((one) => one.name === asked)?.containerPort ?? Number(asked))
      : asked;
  if (port !== undefined && !process.ports.includes(port)) return 'Failure';
  const path = probe.httpGet?.path;
  return path !== undefined && process.failingPaths?.includes(path) === true ? 'Failure' : 'Success';
}

/** A container's probe of one kind. */
export function probeOf(container: Container, kind: ProbeKind): Probe | undefined {
  switch (kind) {
    case 'startup':
      return container.startupProbe;
    case 'readiness':
      return container.readinessProbe;
    case 'liveness':
      return container.livenessProbe;
  }
}
