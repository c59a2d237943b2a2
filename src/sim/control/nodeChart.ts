/**
 * A node as the control plane sees it, as a statechart: it knows of a node's death only because nothing is heard of it
 * any more. Source: kubernetes pkg/controller/nodelifecycle/node_lifecycle_controller.go monitorNodeHealth.
 */
import { setup } from 'xstate';
import { compileChart } from '../kernel/statechart';

export type NodeChartEvent = { type: 'POWER_OFF' } | { type: 'HEARTBEAT' };

export const nodeMachine = setup({
  types: { events: {} as NodeChartEvent },
  delays: { grace: 50_000 },
  actions: { markUnreachable: () => undefined, forget: () => undefined },
}).createMachine({
  id: 'node',
  initial: 'ready',
  states: {
    /** Its Lease is renewed every 10 s. */
    ready: { on: { POWER_OFF: 'silent' } },
    /** The Lease is no longer renewed. To everybody else the node is still Ready. */
    silent: {
      after: { grace: { target: 'unreachable', actions: 'markUnreachable' } },
      on: { HEARTBEAT: { target: 'ready', actions: 'forget' } },
    },
    /** Ready is Unknown: NotReady to kubectl, tainted, and its Pods are not ready. */
    unreachable: { on: { HEARTBEAT: { target: 'ready', actions: 'forget' } } },
  },
});

export const nodeChart = compileChart(nodeMachine);

/** The entity under which a node's machine stands in `machines`, from the loss of its power until it is heard of again. */
export function nodeEntity(node: string): string {
  return `node/${node}`;
}
