/**
 * Fields of the kinds that make Pods.
 * Source: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/ (v1.34).
 */
import {
  any,
  bool,
  count,
  countOrPercent,
  labelMap,
  list,
  object,
  oneOf,
  text,
  untyped,
  type Fields,
} from '../schema';
import { metadata, objectFields, podTemplate } from './pod';

const matchExpression = object(
  { key: text, operator: oneOf('In', 'NotIn', 'Exists', 'DoesNotExist'), values: list(text) },
  'key',
  'operator',
);

export const labelSelector = object({ matchLabels: labelMap, matchExpressions: list(matchExpression) });

const controllerFields: Fields = {
  replicas: count,
  selector: labelSelector,
  template: podTemplate,
  minReadySeconds: count,
  revisionHistoryLimit: count,
};

const deploymentFields: Fields = {
  ...controllerFields,
  paused: bool,
  progressDeadlineSeconds: count,
  strategy: object({
    type: oneOf('RollingUpdate', 'Recreate'),
    rollingUpdate: object({ maxSurge: countOrPercent, maxUnavailable: countOrPercent }),
  }),
};

export const deployment = object(
  { ...objectFields, spec: object(deploymentFields, 'selector', 'template') },
  'metadata',
  'spec',
);

/** extensions/v1beta1 and apps/v1beta1: the selector defaults to the template's labels. */
export const oldDeployment = object(
  { ...objectFields, spec: object({ ...deploymentFields, rollbackTo: any }, 'template') },
  'metadata',
  'spec',
);

export const replicaSet = object(
  { ...objectFields, spec: object({ ...controllerFields }, 'selector') },
  'metadata',
  'spec',
);

const statefulSetFields: Fields = {
  ...controllerFields,
  serviceName: text,
  podManagementPolicy: oneOf('OrderedReady', 'Parallel'),
  ...untyped('ordinals', 'persistentVolumeClaimRetentionPolicy', 'updateStrategy', 'volumeClaimTemplates'),
};

export const statefulSet = object(
  { ...objectFields, spec: object(statefulSetFields, 'selector', 'template') },
  'metadata',
  'spec',
);

const daemonSetFields: Fields = {
  selector: labelSelector,
  template: podTemplate,
  minReadySeconds: count,
  revisionHistoryLimit: count,
  ...untyped('updateStrategy', 'templateGeneration'),
};

export const daemonSet = object(
  { ...objectFields, spec: object(daemonSetFields, 'selector', 'template') },
  'metadata',
  'spec',
);

/** extensions/v1beta1 and apps/v1beta*: no selector needed. */
export const oldController = object(
  { ...objectFields, spec: object({ ...statefulSetFields, ...daemonSetFields }, 'template') },
  'metadata',
  'spec',
);

const jobFields: Fields = {
  template: podTemplate,
  selector: labelSelector,
  ...untyped(
    'activeDeadlineSeconds',
    'backoffLimit',
    'backoffLimitPerIndex',
    'completionMode',
    'completions',
    'managedBy',
    'manualSelector',
    'maxFailedIndexes',
    'parallelism',
    'podFailurePolicy',
    'podReplacementPolicy',
    'successPolicy',
    'suspend',
    'ttlSecondsAfterFinished',
  ),
};

export const job = object({ ...objectFields, spec: object(jobFields, 'template') }, 'metadata', 'spec');

export const cronJob = object(
  {
    ...objectFields,
    spec: object(
      {
        schedule: text,
        jobTemplate: object({ metadata, spec: object(jobFields, 'template') }, 'spec'),
        ...untyped(
          'concurrencyPolicy',
          'failedJobsHistoryLimit',
          'startingDeadlineSeconds',
          'successfulJobsHistoryLimit',
          'suspend',
          'timeZone',
        ),
      },
      'schedule',
      'jobTemplate',
    ),
  },
  'metadata',
  'spec',
);
