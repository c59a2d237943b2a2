/**
 * The circuit breaker as a pure state machine; one per route and gateway process.
 * `count` opens after so many failures in a row, `ratio` by the share of failures in
 * a sliding window. Open lets nothing through until the break is over; half-open
 * lets exactly one probe through.
 * Sources: Ocelot 25 src/Infrastructure/DesignPatterns/CircuitBreaker.cs;
 * Polly v8 CircuitStateController (one probe, same transitions).
 */
import type { Micros } from '../../kernel/time';
import type { BreakerConfig } from './qualityOfService';

export type CircuitState = 'Closed' | 'Open' | 'HalfOpen';

export interface BreakerState {
  /** As of the last step; `circuitState` adds the passing of time. */
  readonly circuit: CircuitState;
  readonly openedMicros: Micros;
  readonly probeInFlight: boolean;
  /** Count mode: failures in a row. */
  readonly failures: number;
  /** Ratio mode: the calls of the window, oldest first. */
  readonly window: readonly { readonly at: Micros; readonly failed: boolean }[];
}

/** A new breaker is closed. */
export const CLOSED_BREAKER: BreakerState = {
  circuit: 'Closed',
  openedMicros: 0,
  probeInFlight: false,
  failures: 0,
  window: [],
};

function withTime(state: BreakerState, config: BreakerConfig, now: Micros): BreakerState {
  const breakIsOver = state.circuit === 'Open' && now - state.openedMicros >= config.breakDurationMs * 1_000;
  return breakIsOver ? { ...state, circuit: 'HalfOpen', probeInFlight: false } : state;
}

/** The circuit at an instant. */
export function circuitState(state: BreakerState, config: BreakerConfig, now: Micros): CircuitState {
  return withTime(state, config, now).circuit;
}

/** When an open breaker becomes half-open; undefined when it is not open. */
export function breakEndsAt(state: BreakerState, config: BreakerConfig): Micros | undefined {
  return state.circuit === 'Open' ? state.openedMicros + config.breakDurationMs * 1_000 : undefined;
}

/** Asks whether a call may go through; half-open, the first that asks is the probe. */
export function tryExecute(
  state: BreakerState,
  config: BreakerConfig,
  now: Micros,
): { readonly state: BreakerState; readonly allowed: boolean } {
  const current = withTime(state, config, now);
  if (current.circuit === 'Closed') return { state: current, allowed: true };
  if (current.circuit === 'HalfOpen' && !current.probeInFlight) {
    return { state: { ...current, probeInFlight: true }, allowed: true };
  }
  return { state: current, allowed: false };
}

function inWindow(state: BreakerState, samplingDurationMs: number, now: Micros): BreakerState['window'] {
  const cutoff = now - samplingDurationMs * 1_000;
  return state.window.filter((call) => call.at >= cutoff);
}

/** Takes note of a call that went well: a probe closes the circuit. */
export function recordSuccess(state: BreakerState, config: BreakerConfig, now: Micros): BreakerState {
  if (config.mode === 'count' || state.circuit === 'HalfOpen') return CLOSED_BREAKER;
  return {
    ...state,
    window: [...inWindow(state, config.samplingDurationMs, now), { at: now, failed: false }],
  };
}

/** Takes note of a call that failed: a probe opens the circuit again. */
export function recordFailure(state: BreakerState, config: BreakerConfig, now: Micros): BreakerState {
  if (config.minimumThroughput <= 0) return state;
  const open = (next: BreakerState): BreakerState => ({ ...next, circuit: 'Open', openedMicros: now });
  if (config.mode === 'count') {
    const next = { ...state, failures: state.failures + 1 };
    const tooMany = next.circuit === 'Closed' && next.failures >= config.minimumThroughput;
    return next.circuit === 'HalfOpen' || tooMany ? open(next) : next;
  }
  const window = [...inWindow(state, config.samplingDurationMs, now), { at: now, failed: true }];
  const next = { ...state, window };
  if (next.circuit === 'HalfOpen') return open(next);
  const failed = window.filter((call) => call.failed).length;
  const enough = window.length >= config.minimumThroughput;
  const tooMany = enough && failed / window.length >= config.failureRatio;
  return next.circuit === 'Closed' && tooMany ? open(next) : next;
}
