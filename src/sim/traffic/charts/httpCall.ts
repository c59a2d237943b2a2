import { setup } from 'xstate';
import { compileChart } from '../../kernel/statechart';

type CallEvent =
  | { type: 'HAS_IDLE_CONNECTION' }
  | { type: 'HAS_ADDRESS' }
  | { type: 'NEEDS_NAME' }
  | { type: 'RESOLVED' }
  | { type: 'NAME_NOT_FOUND' }
  | { type: 'CONNECTED' }
  | { type: 'CONNECT_FAILED' }
  | { type: 'RESPONSE' }
  | { type: 'CONNECTION_LOST' }
  | { type: 'CLOSED_BEFORE_ANSWER' };

/**
 * One call by an HTTP client inside the cluster (.NET's HttpClient, nginx' upstream
 * module): it looks the name up only when it has to open a connection.
 * Source: .NET SocketsHttpHandler, HttpConnectionPool; HttpClient.Timeout.
 */
export const httpCallChart = compileChart(
  setup({ types: {} as { events: CallEvent }, delays: { requestTimeout: 15000 } }).createMachine({
    id: 'httpCall',
    initial: 'active',
    states: {
      active: {
        initial: 'choosingConnection',
        after: { requestTimeout: 'timedOut' },
        states: {
          choosingConnection: {
            on: {
              HAS_IDLE_CONNECTION: 'awaitingResponse',
              HAS_ADDRESS: 'connecting',
              NEEDS_NAME: 'resolvingName',
            },
          },
          resolvingName: { on: { RESOLVED: 'connecting', NAME_NOT_FOUND: '#httpCall.failed' } },
          connecting: { on: { CONNECTED: 'awaitingResponse', CONNECT_FAILED: '#httpCall.failed' } },
          awaitingResponse: {
            on: {
              RESPONSE: '#httpCall.done',
              CONNECTION_LOST: '#httpCall.failed',
              CLOSED_BEFORE_ANSWER: 'choosingConnection',
            },
          },
        },
      },
      done: { type: 'final' },
      failed: { type: 'final' },
      timedOut: { type: 'final' },
    },
  }),
);

/** A browser's page view: the same road, seen by the person who waits. */
export const browserChart = compileChart(
  setup({ types: {} as { events: CallEvent }, delays: { requestTimeout: 60000 } }).createMachine({
    id: 'browser',
    initial: 'loading',
    states: {
      loading: {
        initial: 'choosingConnection',
        after: { requestTimeout: 'gaveUp' },
        states: {
          choosingConnection: {
            on: {
              HAS_IDLE_CONNECTION: 'waiting',
              HAS_ADDRESS: 'connecting',
              NEEDS_NAME: 'askingPublicDns',
            },
          },
          askingPublicDns: { on: { RESOLVED: 'connecting', NAME_NOT_FOUND: '#browser.showsError' } },
          connecting: { on: { CONNECTED: 'waiting', CONNECT_FAILED: '#browser.showsError' } },
          waiting: { on: { RESPONSE: '#browser.showsPage', CONNECTION_LOST: '#browser.showsError' } },
        },
      },
      showsPage: { type: 'final' },
      showsError: { type: 'final' },
      gaveUp: { type: 'final' },
    },
  }),
);
