/**
 * Timeouts and the circuit breaker's settings, as each generation takes them from
 * QoSOptions. Sources: Ocelot 25 src/QualityOfService/CircuitBreakerDelegatingHandler.cs,
 * src/Requester/MessageInvokerPool.cs; tag 24.1.0 src/Ocelot.Provider.Polly/{CircuitBreakerStrategy,TimeoutStrategy,PollyQoSResiliencePipelineProvider}.cs.
 */
import type { OcelotRoute, QosOptions } from './configuration';

/** Ocelot 25 has a breaker of its own; Ocelot 24.1 uses Polly v8. */
export type QosGeneration = 'ocelot-25-built-in' | 'ocelot-24.1-polly-v8';

export type BreakerConfig =
  | { readonly mode: 'count'; readonly minimumThroughput: number; readonly breakDurationMs: number }
  | {
      readonly mode: 'ratio';
      readonly minimumThroughput: number;
      readonly breakDurationMs: number;
      readonly failureRatio: number;
      readonly samplingDurationMs: number;
    };

const DEFAULT_TIMEOUT_MS = 30_000;
const DEFAULT_BREAK_MS = 5_000;
const DEFAULT_THROUGHPUT = 100;
const DAY_MS = 86_400_000;

/** True if QoSOptions switch anything on. Source: src/Configuration/QoSOptions.cs `UseQos`. */
export function usesQos(options: QosOptions): boolean {
  const { minimumThroughput = 0, timeoutMs = 0, failureRatio = 0 } = options;
  return minimumThroughput > 0 || timeoutMs > 0 || failureRatio > 0;
}

function above(value: number | undefined, low: number, fallback: number, below = Infinity): number {
  return value !== undefined && value > low && value < below ? value : fallback;
}

/** The breaker's settings with defaults; values out of range are replaced. Undefined when there is no breaker. */
export function breakerConfig(options: QosOptions, generation: QosGeneration): BreakerConfig | undefined {
  if (!usesQos(options)) return undefined;
  const minimumThroughput = above(options.minimumThroughput, 1, DEFAULT_THROUGHPUT);
  if (generation === 'ocelot-25-built-in') {
    const breakDurationMs = above(options.breakDurationMs, 500, DEFAULT_BREAK_MS);
    if ((options.failureRatio ?? 0) <= 0) return { mode: 'count', minimumThroughput, breakDurationMs };
    const failureRatio = options.failureRatio! <= 1 ? options.failureRatio! : 0.5;
    const samplingDurationMs = above(options.samplingDurationMs, 500, 10_000);
    return { mode: 'ratio', minimumThroughput, breakDurationMs, failureRatio, samplingDurationMs };
  }
  if ((options.minimumThroughput ?? 0) <= 0) return undefined;
  return {
    mode: 'ratio',
    minimumThroughput,
    breakDurationMs: above(options.breakDurationMs, 500, DEFAULT_BREAK_MS, DAY_MS),
    failureRatio: above(options.failureRatio, 0, 0.1, 1),
    samplingDurationMs: above(options.samplingDurationMs, 500, 30_000, DAY_MS),
  };
}

/** The two clocks of a downstream call, in milliseconds. */
export interface CallTimeouts {
  /** Of QoSOptions; undefined when there is none. It ends in 503 and counts as a failure. */
  readonly qosMs?: number;
  /** Of the route: ends in 503. Twice the other where it would not be longer. */
  readonly routeMs: number;
}

/**
 * After which the gateway gives up. `Timeout` of the route is in seconds (default
 * 90), QoSOptions' `Timeout` (old name `TimeoutValue`) in milliseconds.
 */
export function callTimeouts(route: Pick<OcelotRoute, 'timeoutSeconds' | 'qos'>): CallTimeouts {
  const routeMs = route.timeoutSeconds * 1_000;
  const configured = route.qos.timeoutMs;
  if (configured === undefined) return { routeMs };
  const longer = routeMs > configured ? routeMs : 2 * configured;
  if (configured <= 0) return { routeMs };
  return { qosMs: above(configured, 10, DEFAULT_TIMEOUT_MS, DAY_MS), routeMs: longer };
}

/** How a downstream call ended, for the breaker. */
export type CallOutcome =
  | { readonly status: number }
  | { readonly failed: 'connection' | 'qosTimeout' | 'routeTimeout' | 'cancelled' };

const SERVER_ERRORS = [500, 501, 502, 503, 504, 505, 506, 507, 508];

/**
 * What the breaker makes of an outcome: a failure, a success, or nothing.
 * Ocelot 25 counts every exception but cancellation (the route's own timeout cancels
 * the call from above the breaker, so it is not seen); with Polly whatever is not a server error or a timeout of its own counts as a success.
 */
export function breakerSees(
  outcome: CallOutcome,
  generation: QosGeneration,
): 'failure' | 'success' | 'ignored' {
  if ('status' in outcome) return SERVER_ERRORS.includes(outcome.status) ? 'failure' : 'success';
  const builtIn = generation === 'ocelot-25-built-in';
  switch (outcome.failed) {
    case 'qosTimeout':
      return 'failure';
    case 'connection':
      return builtIn ? 'failure' : 'success';
    default:
      return builtIn ? 'ignored' : 'success';
  }
}

/** With an open breaker the gateway answers at once. */
export const OPEN_BREAKER_STATUS = 503;
