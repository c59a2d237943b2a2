/**
 * Every problem that the reader can find: its severity, what it says and how to mend it,
 * in English. `{name}` stands for a parameter. The API server refuses what is an error here
 * (`kubectl apply` validates strictly since v1.25); a warning is legal but rarely meant.
 * Source: https://kubernetes.io/docs/reference/using-api/api-concepts/#setting-the-field-validation-level
 */
type Entry = readonly ['error' | 'warning', message: string, mend: string];

function entries<Code extends string>(table: Readonly<Record<Code, Entry>>): Readonly<Record<Code, Entry>> {
  return table;
}

export const PROBLEM_TEXTS = entries({
  'yaml/syntax': ['error', 'This is not valid YAML: {detail}', '{hint}'],
  'yaml/unreadable': [
    'error',
    'This text cannot be read: {detail}',
    'Check that this is a YAML or JSON file.',
  ],

  'file/too-large': [
    'error',
    'This file is left out: it has {size} kB, and all files together may have {limit} kB.',
    'Leave out what does not belong to the system, such as CRDs and generated files.',
  ],
  'file/too-many': [
    'error',
    'This file is left out: {limit} files are read at most.',
    'Leave out what does not belong to the system.',
  ],
  'file/too-deep': [
    'error',
    'This file is left out: line {line} is nested more than {limit} levels deep.',
    'Check the brackets and the indentation of this line.',
  ],
  'file/not-text': ['error', 'This file is left out: it is no text.', 'Choose YAML or JSON files.'],
  'file/not-known': [
    'warning',
    'This file holds no Kubernetes object and no Ocelot configuration, so it is not used.',
    'A Kubernetes object begins with `apiVersion:` and `kind:`; an ocelot.json has "Routes".',
  ],

  'object/not-a-mapping': [
    'error',
    'A Kubernetes object is expected here, but this is {found}.',
    'Begin with `apiVersion:` and `kind:`; put `---` between objects.',
  ],
  'object/missing-api-version': [
    'error',
    'This object does not say its apiVersion.',
    'Add `apiVersion: {expected}`.',
  ],
  'object/missing-kind': [
    'error',
    'This object does not say its kind.',
    'Add a line such as `kind: Deployment` or `kind: Service`.',
  ],
  'object/missing-name': ['error', 'This {kind} has no name.', 'Add `name:` under `metadata:`.'],
  'object/unknown-kind': [
    'error',
    'There is no kind “{kind}” in {apiVersion}.',
    'Did you mean `kind: {closest}`?',
  ],
  'object/wrong-api-version': [
    'error',
    'There is no {kind} in apiVersion {apiVersion}.',
    'Write `apiVersion: {expected}`.',
  ],
  'object/removed-api-version': [
    'warning',
    'Kubernetes {version} no longer serves {kind} in {apiVersion}; it is read as {expected}.',
    'Write `apiVersion: {expected}`.',
  ],
  'object/duplicate': [
    'warning',
    '{kind} {name} is there more than once; this one replaces the one at {first}.',
    'Remove one of them, or give it another name or namespace.',
  ],

  'field/unknown': ['error', 'Unknown field “{path}”.', '{hint}'],
  'field/required': ['error', 'The field “{path}” is required here.', 'Add `{field}:`.'],
  'field/type': ['error', '“{path}” must be {expected}, but this is {found}.', '{hint}'],
  'field/value': ['error', '“{path}” cannot be “{found}”: it must be {expected}.', '{hint}'],
  'field/one-of': [
    'error',
    'Exactly one of {fields} is expected here, but there are {found}.',
    'Keep one of them.',
  ],
  'field/too-deep': [
    'error',
    'This is nested too deeply to be read.',
    'Remove the alias that contains itself.',
  ],

  'selector/not-template-labels': [
    'error',
    'The selector asks for {pair}, but the Pod template has {found}: {kind} {name} would not own its Pods.',
    'Make the label under `spec.template.metadata.labels` and the one under `spec.selector.matchLabels` the same.',
  ],
  'service/selects-nothing': [
    'warning',
    'Service {name} selects no Pods: no Pod template in namespace {namespace} has the labels {selector}.',
    '{hint}',
  ],
  'service/target-port-name': [
    'warning',
    'Service {name} sends to the port named “{port}”, but no container of {workload} has a {protocol} port of that name.',
    '{hint}',
  ],
  'service/port-name-required': [
    'error',
    'Service {name} has several ports, so each needs a name.',
    'Add `name:` to this port, for example `name: http`.',
  ],
  'service/duplicate-port': [
    'error',
    'Service {name} has two ports that are both {what}.',
    'Change one of them, or remove it.',
  ],
  'service/duplicate-cluster-ip': [
    'error',
    'The address {ip} belongs to Service {other} ({first}) already.',
    'Choose another `clusterIP`, or leave it out: Kubernetes will choose one.',
  ],
  'service/duplicate-node-port': [
    'error',
    'The nodePort {port}/{protocol} belongs to Service {other} ({first}) already.',
    'Choose another `nodePort`, or leave it out: Kubernetes will choose one.',
  ],
  'service/cluster-ips': [
    'error',
    'The addresses of Service {name} do not fit: clusterIP {clusterIP}, clusterIPs {found}, ipFamilies {families}.',
    'Give one address of each family in the order of `ipFamilies`; the first of `clusterIPs` is `clusterIP`.',
  ],
  'slice/address': [
    'error',
    'The address “{found}” in EndpointSlice {name} cannot be an endpoint of type {addressType}.',
    'Write the {addressType} address of a Pod, such as {example}; names need `addressType: FQDN`.',
  ],
  'slice/address-kind': [
    'warning',
    'An API server would refuse the address {found} in EndpointSlice {name}, whose type is {addressType}.',
    'Write the {addressType} address of a Pod, such as {example}.',
  ],
  'ingress/no-service': [
    'warning',
    'Ingress {name} leads to Service {service}, which is not in these files.',
    '{hint}',
  ],
  'ingress/no-port': [
    'warning',
    'Ingress {name} leads to port {port} of Service {service}, which has no such port.',
    'The Service has {ports}.',
  ],
  'env/no-config': [
    'warning',
    'The variable {variable} of {workload} comes from {source}, which is not in these files.',
    'Add that {kind}, or set `optional: true` if the program can do without it.',
  ],
  'service/external-name-cycle': [
    'error',
    'The ExternalName of Service {name} leads back to itself: {road}.',
    'Let one of them name a host outside of this circle.',
  ],
  'node/overlapping-cidr': [
    'error',
    'The podCIDR {found} of node {name} overlaps {other}, the range of {what}.',
    'Give each node a range of its own outside of the Services’, such as 10.244.1.0/24.',
  ],
  'node/address-in-range': [
    'error',
    'The address {ip} of node {name} lies in {cidr}, the range of {what}.',
    'Give the node an address outside of the Pods’ and the Services’ ranges.',
  ],
  'annotation/unknown': ['warning', 'There is no annotation “{name}”.', '{hint}'],
  'annotation/value': ['error', 'The annotation {name} cannot be “{found}”.', 'Write {expected}.'],

  'call/no-service': [
    'warning',
    '{workload} calls {host}{port} ({evidence}), but there is no such Service.',
    '{hint}',
  ],
  'call/no-port': [
    'warning',
    '{workload} calls port {port} of Service {service} ({evidence}), which has no such port.',
    'The Service has {ports}.',
  ],
  'ocelot/syntax': ['error', 'This Ocelot configuration cannot be read: {detail}', '{hint}'],
  'ocelot/not-in-force': [
    'warning',
    'No gateway in these files uses this Ocelot configuration.',
    'Mount it in a gateway through a ConfigMap, or leave the file out.',
  ],
  'ocelot/key': ['error', 'Unknown key “{found}” in an Ocelot configuration.', 'Did you mean “{closest}”?'],

  'scenario/no-file': ['error', 'The file {path} is not in this folder.', '{hint}'],
  'scenario/reference': ['error', '{what} “{found}” is not known here.', '{hint}'],
  'scenario/text-missing': ['error', 'The text {language} has no sentence “{key}”.', '{hint}'],
  'scenario/text-place': ['error', 'The place “{found}” in this sentence cannot be filled.', '{hint}'],
  'scenario/text-differs': [
    'error',
    'The sentence “{key}” lacks the place {found}, which the other language has.',
    'Put {found} in here, or take it out there.',
  ],
  'scenario/text-language': ['error', 'The sentence “{key}” is not in the language of this file.', '{hint}'],
  'scenario/text-unused': ['warning', 'No part of the scenario asks for the sentence “{key}”.', '{hint}'],
  'scenario/ocelot-differs': [
    'error',
    'The ConfigMap {configMap} and {file} are not the same configuration.',
    'Copy the contents of {file} into the ConfigMap.',
  ],
});

export type ProblemCode = keyof typeof PROBLEM_TEXTS;
