/**
 * Fields of the kinds by which traffic finds its way.
 * Source: https://kubernetes.io/docs/reference/kubernetes-api/service-resources/ (v1.34).
 */
import {
  any,
  bool,
  labelMap,
  list,
  object,
  oneOf,
  portNumber,
  portOrName,
  someOf,
  text,
  textOf,
  untyped,
} from '../schema';
import { metadata, objectFields, taintEffect } from './pod';

const protocol = oneOf('TCP', 'UDP', 'SCTP');

export const service = object(
  {
    ...objectFields,
    spec: object({
      type: oneOf('ClusterIP', 'NodePort', 'LoadBalancer', 'ExternalName'),
      selector: labelMap,
      ports: list(
        object(
          {
            name: textOf('servicePortName'),
            protocol,
            port: portNumber,
            targetPort: portOrName,
            nodePort: { is: 'int', min: 0, max: 65_535 },
            appProtocol: text,
          },
          'port',
        ),
      ),
      clusterIP: textOf('clusterIP'),
      clusterIPs: list(textOf('clusterIP')),
      externalIPs: list(textOf('ip')),
      externalName: text,
      loadBalancerIP: text,
      loadBalancerClass: text,
      loadBalancerSourceRanges: list(textOf('sourceRange')),
      allocateLoadBalancerNodePorts: bool,
      sessionAffinity: oneOf('None', 'ClientIP'),
      sessionAffinityConfig: object({
        clientIP: object({ timeoutSeconds: { is: 'int', min: 1, max: 86_400 } }),
      }),
      internalTrafficPolicy: oneOf('Cluster', 'Local'),
      externalTrafficPolicy: oneOf('Cluster', 'Local'),
      healthCheckNodePort: { is: 'int', min: 0, max: 65_535 },
      publishNotReadyAddresses: bool,
      ipFamilies: list(oneOf('IPv4', 'IPv6')),
      ipFamilyPolicy: oneOf('SingleStack', 'PreferDualStack', 'RequireDualStack'),
      trafficDistribution: oneOf('PreferClose', 'PreferSameZone', 'PreferSameNode'),
    }),
  },
  'metadata',
  'spec',
);

const backend = object({
  service: object({ name: text, port: object({ number: portNumber, name: textOf('dnsLabel') }) }, 'name'),
  resource: any,
});

const tls = list(object({ hosts: list(text), secretName: text }));

export const ingress = object(
  {
    ...objectFields,
    spec: object({
      ingressClassName: text,
      defaultBackend: backend,
      tls,
      rules: list(
        object({
          host: text,
          http: object(
            {
              paths: list(
                object(
                  { path: text, pathType: oneOf('Exact', 'Prefix', 'ImplementationSpecific'), backend },
                  'pathType',
                  'backend',
                ),
              ),
            },
            'paths',
          ),
        }),
      ),
    }),
  },
  'metadata',
  'spec',
);

const oldBackend = object({ serviceName: text, servicePort: portOrName, resource: any });

/** extensions/v1beta1 and networking.k8s.io/v1beta1. */
export const oldIngress = object(
  {
    ...objectFields,
    spec: object({
      ingressClassName: text,
      backend: oldBackend,
      tls,
      rules: list(
        object({
          host: text,
          http: object(
            { paths: list(object({ path: text, pathType: text, backend: oldBackend }, 'backend')) },
            'paths',
          ),
        }),
      ),
    }),
  },
  'metadata',
  'spec',
);

const slicePort = object({ name: text, protocol, port: portNumber, appProtocol: text });

export const endpointSlice = object(
  {
    apiVersion: text,
    kind: text,
    metadata,
    addressType: oneOf('IPv4', 'IPv6', 'FQDN'),
    endpoints: list(
      object(
        {
          addresses: someOf(text),
          conditions: object({ ready: bool, serving: bool, terminating: bool }),
          hints: object({
            forZones: list(object({ name: text }, 'name')),
            forNodes: list(object({ name: text }, 'name')),
          }),
          hostname: text,
          nodeName: text,
          zone: text,
          targetRef: any,
          deprecatedTopology: any,
        },
        'addresses',
      ),
    ),
    ports: list(slicePort),
  },
  'metadata',
  'addressType',
);

const endpointAddress = object({ ip: textOf('ip'), hostname: text, nodeName: text, targetRef: any }, 'ip');

export const endpoints = object(
  {
    apiVersion: text,
    kind: text,
    metadata,
    subsets: list(
      object({
        addresses: list(endpointAddress),
        notReadyAddresses: list(endpointAddress),
        ports: list(object({ name: text, protocol, port: portNumber, appProtocol: text }, 'port')),
      }),
    ),
  },
  'metadata',
);

export const node = object(
  {
    apiVersion: text,
    kind: text,
    metadata,
    spec: object({
      podCIDR: textOf('cidr'),
      podCIDRs: list(textOf('cidr')),
      unschedulable: bool,
      ...untyped('configSource', 'externalID', 'providerID'),
      taints: list(
        object({ key: text, value: text, effect: taintEffect, ...untyped('timeAdded') }, 'key', 'effect'),
      ),
    }),
    status: object({
      addresses: list(object({ type: text, address: text }, 'type', 'address')),
      conditions: list(
        object({
          type: text,
          status: oneOf('True', 'False', 'Unknown'),
          ...untyped('lastHeartbeatTime', 'lastTransitionTime', 'message', 'reason'),
        }),
      ),
      ...untyped(
        'allocatable',
        'capacity',
        'config',
        'daemonEndpoints',
        'declaredFeatures',
        'features',
        'images',
        'nodeInfo',
        'phase',
        'runtimeHandlers',
        'volumesAttached',
        'volumesInUse',
      ),
    }),
  },
  'metadata',
);

export const configMap = object(
  { apiVersion: text, kind: text, metadata, data: { is: 'textMap' }, binaryData: any, immutable: bool },
  'metadata',
);

export const secret = object(
  {
    apiVersion: text,
    kind: text,
    metadata,
    data: { is: 'textMap' },
    stringData: { is: 'textMap' },
    type: text,
    immutable: bool,
  },
  'metadata',
);

export const namespace = object({ ...objectFields, spec: object({ finalizers: any }) }, 'metadata');

export const serviceAccount = object(
  {
    apiVersion: text,
    kind: text,
    metadata,
    ...untyped('automountServiceAccountToken', 'imagePullSecrets', 'secrets'),
  },
  'metadata',
);
