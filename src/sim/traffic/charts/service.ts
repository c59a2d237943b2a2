import { setup } from 'xstate';
import { compileChart } from '../../kernel/statechart';

/**
 * A Service is no process; what changes about it is whether anybody stands behind it.
 * Driven by its EndpointSlices. Source: kubernetes pkg/proxy/topology.go (serving,
 * terminating endpoints are used only when no ready one is left).
 */
export const serviceChart = compileChart(
  setup({
    types: {} as { events: { type: 'HAS_READY' } | { type: 'ONLY_TERMINATING' } | { type: 'HAS_NONE' } },
  }).createMachine({
    id: 'service',
    initial: 'withoutEndpoints',
    states: {
      withoutEndpoints: {
        on: { HAS_READY: 'withReadyEndpoints', ONLY_TERMINATING: 'onlyTerminatingEndpoints' },
      },
      withReadyEndpoints: {
        on: { HAS_NONE: 'withoutEndpoints', ONLY_TERMINATING: 'onlyTerminatingEndpoints' },
      },
      onlyTerminatingEndpoints: { on: { HAS_READY: 'withReadyEndpoints', HAS_NONE: 'withoutEndpoints' } },
    },
  }),
);
