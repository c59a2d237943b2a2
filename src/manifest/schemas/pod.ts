/**
 * Fields of a Pod and its containers.
 * Source: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/ (v1.34).
 */
import {
  any,
  bool,
  count,
  integer,
  labelMap,
  list,
  object,
  oneOf,
  portNumber,
  portOrName,
  positive,
  someOf,
  text,
  textMap,
  textOf,
  untyped,
  type Fields,
} from '../schema';

/** `metadata` of every object. */
export const metadata = object({
  name: textOf('dnsSubdomain'),
  namespace: textOf('dnsLabel'),
  labels: labelMap,
  annotations: textMap,
  generateName: text,
  ...untyped(
    'creationTimestamp',
    'deletionGracePeriodSeconds',
    'deletionTimestamp',
    'finalizers',
    'generation',
    'managedFields',
    'ownerReferences',
    'resourceVersion',
    'selfLink',
    'uid',
  ),
});

const httpHeaders = list(object({ name: text, value: text }, 'name', 'value'));
const httpGet = object(
  { path: text, port: portOrName, host: text, scheme: oneOf('HTTP', 'HTTPS'), httpHeaders },
  'port',
);
const tcpSocket = object({ port: portOrName, host: text }, 'port');
const exec = object({ command: list(text) });

const probeFields = {
  httpGet,
  tcpSocket,
  exec,
  grpc: object({ port: portNumber, service: text }, 'port'),
  initialDelaySeconds: integer,
  periodSeconds: count,
  timeoutSeconds: count,
  successThreshold: count,
  failureThreshold: count,
};

/** Only the probes that end a container may say how long it has. Source: pkg/apis/core/validation validateReadinessProbe. */
const readinessProbe = object(probeFields);
const probe = object({ ...probeFields, terminationGracePeriodSeconds: positive });

const handler = object({ httpGet, tcpSocket, exec, sleep: object({ seconds: count }, 'seconds') });

const keyRef = object({ name: text, key: text, optional: bool }, 'key');

const env = object(
  {
    name: text,
    value: text,
    valueFrom: object({
      configMapKeyRef: keyRef,
      secretKeyRef: keyRef,
      fieldRef: object({ apiVersion: text, fieldPath: text }, 'fieldPath'),
      resourceFieldRef: any,
      fileKeyRef: any,
    }),
  },
  'name',
);

const envFrom = object({
  prefix: text,
  configMapRef: object({ name: text, optional: bool }),
  secretRef: object({ name: text, optional: bool }),
});

const containerFields: Fields = {
  name: textOf('dnsLabel'),
  image: text,
  command: list(text),
  args: list(text),
  workingDir: text,
  ports: list(
    object(
      {
        name: textOf('portName'),
        containerPort: portNumber,
        protocol: oneOf('TCP', 'UDP', 'SCTP'),
        hostIP: text,
        hostPort: portNumber,
      },
      'containerPort',
    ),
  ),
  env: list(env),
  envFrom: list(envFrom),
  imagePullPolicy: oneOf('Always', 'IfNotPresent', 'Never'),
  readinessProbe,
  livenessProbe: probe,
  startupProbe: probe,
  lifecycle: object({ preStop: handler, postStart: handler, stopSignal: text }),
  volumeMounts: list(
    object(
      {
        name: text,
        mountPath: text,
        subPath: text,
        subPathExpr: text,
        readOnly: bool,
        ...untyped('mountPropagation', 'recursiveReadOnly'),
      },
      'name',
      'mountPath',
    ),
  ),
  restartPolicy: text,
  ...untyped(
    'resizePolicy',
    'resources',
    'restartPolicyRules',
    'securityContext',
    'stdin',
    'stdinOnce',
    'terminationMessagePath',
    'terminationMessagePolicy',
    'tty',
    'volumeDevices',
  ),
};

const container = object(containerFields, 'name');

const configMapVolume = object({
  name: text,
  items: list(object({ key: text, path: text, mode: any }, 'key', 'path')),
  defaultMode: any,
  optional: bool,
});

const volume = object(
  {
    name: textOf('dnsLabel'),
    configMap: configMapVolume,
    ...untyped(
      'awsElasticBlockStore',
      'azureDisk',
      'azureFile',
      'cephfs',
      'cinder',
      'csi',
      'downwardAPI',
      'emptyDir',
      'ephemeral',
      'fc',
      'flexVolume',
      'flocker',
      'gcePersistentDisk',
      'gitRepo',
      'glusterfs',
      'hostPath',
      'image',
      'iscsi',
      'nfs',
      'persistentVolumeClaim',
      'photonPersistentDisk',
      'portworxVolume',
      'projected',
      'quobyte',
      'rbd',
      'scaleIO',
      'secret',
      'storageos',
      'vsphereVolume',
    ),
  },
  'name',
);

/** What a taint does to Pods that do not tolerate it. */
export const taintEffect = oneOf('NoSchedule', 'PreferNoSchedule', 'NoExecute');

export const podSpec = object(
  {
    containers: someOf(container),
    initContainers: list(container),
    volumes: list(volume),
    nodeName: text,
    nodeSelector: textMap,
    hostNetwork: bool,
    dnsPolicy: oneOf('ClusterFirst', 'ClusterFirstWithHostNet', 'Default', 'None'),
    restartPolicy: oneOf('Always', 'OnFailure', 'Never'),
    terminationGracePeriodSeconds: count,
    hostname: text,
    subdomain: text,
    tolerations: list(
      object({
        key: text,
        operator: oneOf('Exists', 'Equal'),
        value: text,
        effect: taintEffect,
        tolerationSeconds: integer,
      }),
    ),
    ...untyped(
      'activeDeadlineSeconds',
      'affinity',
      'automountServiceAccountToken',
      'dnsConfig',
      'enableServiceLinks',
      'ephemeralContainers',
      'hostAliases',
      'hostIPC',
      'hostPID',
      'hostUsers',
      'hostnameOverride',
      'imagePullSecrets',
      'os',
      'overhead',
      'preemptionPolicy',
      'priority',
      'priorityClassName',
      'readinessGates',
      'resourceClaims',
      'resources',
      'runtimeClassName',
      'schedulerName',
      'schedulingGates',
      'securityContext',
      'serviceAccount',
      'serviceAccountName',
      'setHostnameAsFQDN',
      'shareProcessNamespace',
      'topologySpreadConstraints',
    ),
  },
  'containers',
);

export const podTemplate = object({ metadata, spec: podSpec }, 'spec');

/** Fields that every object has; `status` is what a cluster would print and is not looked into. */
export const objectFields: Fields = { apiVersion: text, kind: text, metadata, status: any };

export const pod = object({ ...objectFields, spec: podSpec }, 'metadata', 'spec');
