/**
 * A Pod's life on its node, as a statechart. Source:
 * https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/, kubernetes
 * pkg/kubelet/kuberuntime/kuberuntime_container.go killContainer.
 *
 * A crash leads back to `containerCreating` inside the same Pod, with the same address;
 * a deletion leads to `gone`, and what comes then is another Pod. A node that loses its power takes all there is of
 * the Pod with it but the object; when it is back the same Pod gets a new sandbox (pkg/kubelet/kuberuntime/util/util.go
 * PodSandboxChanged), unless its deletion was requested meanwhile.
 */
import { setup } from 'xstate';
import { compileChart } from '../kernel/statechart';

export type PodChartEvent =
  | { type: 'BOUND' }
  | { type: 'READY' }
  | { type: 'UNREADY' }
  | { type: 'EXITED' }
  | { type: 'PROBE_KILLED' }
  | { type: 'DELETE' }
  | { type: 'REMOVED' }
  | { type: 'POWER_OFF' }
  | { type: 'POWER_ON' };

const noop = () => undefined;

export const podMachine = setup({
  types: { events: {} as PodChartEvent },
  guards: {
    addressLeft: () => true,
    backsOff: () => true,
    hasPreStop: () => true,
    deletionRequested: () => true,
  },
  delays: {
    sandbox: 200,
    sandboxRetry: 10_000,
    create: 100,
    preStop: 5_000,
    shutdown: 50,
    killAfter: 30_000,
    relist: 1_000,
    backOff: 10_000,
  },
  actions: {
    getAddress: noop,
    noteNoAddress: noop,
    startContainer: noop,
    beginPreStop: noop,
    sendSigterm: noop,
    exit: noop,
    kill: noop,
    noticeExit: noop,
    beginBackOff: noop,
    noteRestart: noop,
    tearDown: noop,
  },
}).createMachine({
  id: 'pod',
  initial: 'pending',
  on: { REMOVED: { target: '.gone', actions: 'kill' }, POWER_OFF: '.nodeDown' },
  states: {
    pending: { on: { BOUND: 'scheduled' } },
    scheduled: {
      after: {
        sandbox: [
          { guard: 'addressLeft', target: 'containerCreating', actions: 'getAddress' },
          { target: 'sandboxFailed', actions: 'noteNoAddress' },
        ],
      },
      on: { DELETE: 'gone' },
    },
    sandboxFailed: { after: { sandboxRetry: 'scheduled' }, on: { DELETE: 'gone' } },
    containerCreating: {
      after: { create: { target: 'running', actions: 'startContainer' } },
      on: { DELETE: 'gone' },
    },
    running: {
      initial: 'notReady',
      on: {
        EXITED: 'exited',
        PROBE_KILLED: [
          { guard: 'hasPreStop', target: 'restarting.preStop' },
          { target: 'restarting.sigterm' },
        ],
        DELETE: [{ guard: 'hasPreStop', target: 'terminating.preStop' }, { target: 'terminating.sigterm' }],
      },
      states: {
        notReady: { on: { READY: 'ready' } },
        ready: { on: { UNREADY: 'notReady' } },
      },
    },
    restarting: {
      initial: 'sigterm',
      on: { EXITED: 'exited', DELETE: 'terminating.sigterm' },
      states: {
        preStop: { entry: 'beginPreStop', after: { preStop: 'sigterm' } },
        sigterm: {
          entry: 'sendSigterm',
          after: {
            shutdown: { target: '#pod.exited', actions: 'exit' },
            killAfter: { target: '#pod.exited', actions: 'kill' },
          },
        },
      },
    },
    exited: {
      after: {
        relist: [
          { guard: 'backsOff', target: 'backOff', actions: 'noticeExit' },
          { target: 'containerCreating', actions: ['noticeExit', 'noteRestart'] },
        ],
      },
      on: { DELETE: 'gone' },
    },
    backOff: {
      entry: 'beginBackOff',
      after: { backOff: { target: 'containerCreating', actions: 'noteRestart' } },
      on: { DELETE: 'gone' },
    },
    terminating: {
      initial: 'sigterm',
      on: { EXITED: 'gone' },
      states: {
        preStop: { entry: 'beginPreStop', after: { preStop: 'sigterm' } },
        sigterm: {
          entry: 'sendSigterm',
          after: {
            shutdown: { target: '#pod.gone', actions: 'exit' },
            killAfter: { target: '#pod.gone', actions: 'kill' },
          },
        },
      },
    },
    nodeDown: {
      on: {
        POWER_ON: [{ guard: 'deletionRequested', target: 'gone' }, { target: 'scheduled' }],
        POWER_OFF: {},
      },
    },
    gone: { entry: 'tearDown', on: { REMOVED: {} } },
  },
});

export const podChart = compileChart(podMachine);

/** The entity under which a Pod's machine stands in `machines`. */
export function podEntity(key: string): string {
  return `pod/${key}`;
}
