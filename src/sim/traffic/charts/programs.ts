import { setup } from 'xstate';
import { compileChart } from '../../kernel/statechart';

/** An ASP.NET Core MVC web application at work on one page. */
export const webAppChart = compileChart(
  setup({
    types: {} as {
      events:
        { type: 'CALLS_GATEWAY' } | { type: 'NEEDS_NO_CALL' } | { type: 'ANSWER' } | { type: 'CALL_FAILED' };
    },
    actions: { respond() {} },
    delays: { workTime: 1 },
  }).createMachine({
    id: 'webApp',
    initial: 'routingToController',
    states: {
      routingToController: { on: { CALLS_GATEWAY: 'callingGateway', NEEDS_NO_CALL: 'renderingView' } },
      callingGateway: { on: { ANSWER: 'renderingView', CALL_FAILED: 'renderingError' } },
      renderingView: { after: { workTime: { target: 'responded', actions: 'respond' } } },
      renderingError: { after: { workTime: { target: 'responded', actions: 'respond' } } },
      responded: { type: 'final' },
    },
  }),
);

/** An Ocelot gateway at work on one request. Source: Ocelot docs, "Big Picture"; OcelotPipelineExtensions.cs. */
export const gatewayChart = compileChart(
  setup({
    types: {} as {
      events:
        | { type: 'ROUTE_MATCHED' }
        | { type: 'DISCOVERS' }
        | { type: 'NO_ROUTE' }
        | { type: 'ANSWER' }
        | { type: 'CALL_FAILED' };
    },
    actions: { respond() {} },
    delays: { workTime: 1 },
  }).createMachine({
    id: 'gateway',
    initial: 'matchingRoute',
    states: {
      matchingRoute: {
        on: {
          ROUTE_MATCHED: 'callingDownstream',
          DISCOVERS: 'askingApiServer',
          NO_ROUTE: 'mappingError',
        },
      },
      askingApiServer: { on: { ROUTE_MATCHED: 'callingDownstream', NO_ROUTE: 'mappingError' } },
      callingDownstream: { on: { ANSWER: 'copyingResponse', CALL_FAILED: 'mappingError' } },
      copyingResponse: { after: { workTime: { target: 'responded', actions: 'respond' } } },
      mappingError: { after: { workTime: { target: 'responded', actions: 'respond' } } },
      responded: { type: 'final' },
    },
  }),
);

/** An ingress controller (nginx) at work on one request. Source: ingress-nginx docs, "How it works". */
export const ingressControllerChart = compileChart(
  setup({
    types: {} as {
      events:
        | { type: 'ENDPOINT_CHOSEN' }
        | { type: 'NO_BACKEND' }
        | { type: 'ANSWER' }
        | { type: 'TRY_NEXT' }
        | { type: 'CALL_FAILED' };
    },
    actions: { respond() {} },
    delays: { workTime: 1 },
  }).createMachine({
    id: 'ingressController',
    initial: 'choosingEndpoint',
    states: {
      choosingEndpoint: { on: { ENDPOINT_CHOSEN: 'proxying', NO_BACKEND: 'answeringItself' } },
      proxying: { on: { ANSWER: 'relaying', TRY_NEXT: 'choosingEndpoint', CALL_FAILED: 'answeringItself' } },
      relaying: { after: { workTime: { target: 'responded', actions: 'respond' } } },
      answeringItself: { after: { workTime: { target: 'responded', actions: 'respond' } } },
      responded: { type: 'final' },
    },
  }),
);

/** A microservice at work on one request. */
export const microserviceChart = compileChart(
  setup({
    types: {} as { events: { type: 'CRASH' } },
    actions: { respond() {} },
    delays: { workTime: 1 },
  }).createMachine({
    id: 'microservice',
    initial: 'working',
    states: {
      working: { on: { CRASH: 'aborted' }, after: { workTime: { target: 'responded', actions: 'respond' } } },
      responded: { type: 'final' },
      aborted: { type: 'final' },
    },
  }),
);
