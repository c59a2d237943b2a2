/** `kubectl help`, `version` and `api-resources`. Source: kubectl pkg/cmd/cmd.go, version, apiresources. */
import { answer, type Verb } from '../command';
import { lineUp, TABLE } from '../print/tabWriter';
import { KUBERNETES_VERSION } from '../version';
import { RESOURCE_TYPES } from '../resources';

export const version: Verb = {
  name: 'version',
  usage: 'kubectl version',
  note: 'Print the client and server version information',
  flags: [{ name: 'client', isSwitch: true, note: 'the client only' }],
  read: (parsed) =>
    answer([
      `Client Version: ${KUBERNETES_VERSION}`,
      'Kustomize Version: v5.7.1',
      ...(parsed.flags['client'] === 'true' ? [] : [`Server Version: ${KUBERNETES_VERSION}`]),
    ]),
};

export const apiResources: Verb = {
  name: 'api-resources',
  usage: 'kubectl api-resources',
  note: 'Print the resource types that are here',
  flags: [],
  read: () =>
    answer(
      lineUp(
        [
          'NAME\tSHORTNAMES\tAPIVERSION\tNAMESPACED\tKIND',
          ...RESOURCE_TYPES.map(({ name, short, group, version: v, isNamespaced, kind }) =>
            [name, short.join(','), group === '' ? v : `${group}/${v}`, String(isNamespaced), kind].join(
              '\t',
            ),
          ),
        ],
        TABLE,
      ),
    ),
};

/** The page of one verb, or of all. `verbs` are those that there are. */
export function helpLines(verbs: readonly Verb[], name: string | undefined): readonly string[] | null {
  const one = verbs.find((verb) => verb.name === name);
  if (one !== undefined) {
    const flags = one.flags.map(({ name: long, short, isSwitch, note }) =>
      [
        `    ${short === undefined ? '    ' : `-${short}, `}--${long}${isSwitch === true ? '' : '='}:`,
        note,
      ].join('\t'),
    );
    return [
      `${one.note}.`,
      ...(flags.length === 0 ? [] : ['', 'Options:', ...lineUp(flags, TABLE)]),
      '',
      'Usage:',
      `  ${one.usage}`,
    ];
  }
  const group = verbs.filter((verb) => verb.name.startsWith(`${name} `));
  if (name !== undefined && group.length === 0) return null;
  const shown = name === undefined ? verbs : group;
  return [
    ...(name === undefined
      ? ['kubectl controls the Kubernetes cluster manager. What is simulated here:', '']
      : ['Available Commands:']),
    ...lineUp(
      shown.map((verb) => `  ${verb.name}\t${verb.note}`),
      TABLE,
    ),
    '',
    'Use "kubectl <command> --help" for more information about a given command.',
  ];
}
