/**
 * The table by which scenario.yaml is checked. `scenario.schema.json` says the same for editors; a test
 * compares them. What a table cannot say stands in `checkShape`.
 */
import {
  any,
  bool,
  count,
  list,
  mapOf,
  object,
  oneOf,
  someOf,
  text,
  textOf,
  type Fields,
} from '../manifest/schema';
import { about } from './described';
import { action, goal, id, reference } from './goalFields';
import { BELIEF_MODELS } from './scenario';
import { PANELS } from './vocabulary';

const lens = oneOf('layers', 'machines');
const proxyMode = oneOf('iptables', 'ipvs', 'nftables');
const when = about(goal, 'The goal that makes this option the right one, at the end of the step.');
const optionId = about(id, 'The option’s id: its sentence is options.<id>.');

const choice: Fields = {
  id: about(id, 'The question’s id in the texts, once in the scenario.'),
  options: about(
    someOf(
      object(
        { id: optionId, when, place: about(text, 'For `kind: place`: what is clicked in the picture.') },
        'id',
        'when',
      ),
    ),
    'Two or more. Exactly one `when` holds at the end: nobody types in the answer.',
  ),
};

const prediction = object(
  {
    ...choice,
    kind: about(oneOf('choice', 'place', 'count'), 'choice if absent.'),
    of: about({ is: 'int', min: 1, max: 100 }, 'For `kind: count`: so many of the next requests.'),
    among: about(text, 'For `kind: count`: the workload whose Pods answer.'),
    inAnyOrder: about(bool, 'For `kind: count`: which Pod gets which share does not matter.'),
  },
  'id',
);

const check = object(
  { ...choice, kind: about(oneOf('choice', 'place'), 'choice if absent.') },
  'id',
  'options',
);

const belief = object(
  {
    id: about(id, 'The belief’s id in the texts, once in the scenario.'),
    about: about(text, 'The Service or workload that it is about.'),
    options: about(
      someOf(
        object(
          { id: optionId, model: about(oneOf(...BELIEF_MODELS), 'The mental model; exactly one is truth.') },
          'id',
          'model',
        ),
      ),
      'What a learner may believe.',
    ),
  },
  'id',
  'about',
  'options',
);

const step = object(
  {
    id: about(id, 'The step’s id: its sentences stand under steps.<id>.'),
    lens: about(lens, 'The picture to change to.'),
    show: about(reference, 'What the step points at.'),
    open: about(oneOf(...PANELS), 'The panel that opens with the step.'),
    set: about(list(action), 'Played at once when the step begins, to set the scene.'),
    belief: about(belief, 'A misconception to choose and to run beside the truth.'),
    prediction: about(prediction, 'Asked before anything moves.'),
    run: about(list(action), 'Played, to be watched, once the prediction is made.'),
    solution: about(list(action), 'One way to reach the goal: “show me” plays it, and so does a test.'),
    goal: about(goal, 'When the learner’s task is done, by any road.'),
    check: about(check, 'One short question at the end.'),
  },
  'id',
);

const fields: Fields = {
  formatVersion: about({ is: 'int', min: 1, max: 1 }, 'The version of this format: 1.'),
  id: about(id, 'The folder’s name.'),
  extends: about(
    id,
    'Another scenario, beside this one, that gives what is absent here: keys, files, names.',
  ),
  kubernetes: about(text, 'The simulated version of Kubernetes: v1.34.'),
  seed: about(text, 'Any text; the same seed gives the same run. The id if absent.'),
  proxyMode: about(proxyMode, 'kube-proxy’s mode; iptables if absent.'),
  proxyModes: about(someOf(proxyMode), 'The modes in which the lesson holds; [proxyMode] if absent.'),
  lens: about(lens, 'The picture to open with; layers if absent.'),
  minutes: about({ is: 'int', min: 1, max: 120 }, 'How long the lesson takes.'),
  docs: about(
    object(
      {
        url: about(text, 'https://kubernetes.io/docs/…'),
        version: about(text, 'The version of Kubernetes that the page speaks of: v1.34.'),
      },
      'url',
      'version',
    ),
    'The page of the documentation that the lesson rests on. Its title is the text `docs`.',
  ),
  manifests: about(
    someOf(text),
    'Paths in the folder (or in that of `extends`), in the order of application.',
  ),
  ocelot: about(
    list(
      object(
        {
          file: about(text, 'Path of an Ocelot configuration.'),
          gateway: about(text, 'The workload that runs it: Deployment/<namespace>/<name>.'),
        },
        'file',
        'gateway',
      ),
    ),
    'Gateway configurations in files of their own.',
  ),
  clients: about(
    list(
      object(
        {
          id: about(id, 'Its name for a learner is the text clients.<id>.name.'),
          name: about(text, 'A short name in no language: browser.'),
          ip: about(textOf('ip'), 'Its address, outside the cluster.'),
          urls: about(someOf(text), 'What it may ask for; the first is the one of the send button.'),
        },
        'id',
        'name',
        'ip',
        'urls',
      ),
    ),
    'Who sends requests from outside.',
  ),
  publicDns: about(mapOf(any), 'What host names mean outside the cluster: an address or a list of them.'),
  kubeProxy: about(
    object({
      minSyncPeriodMillis: about(count, 'The shortest time between two syncs on one node; 1000 if absent.'),
      watchDelayMillis: about(mapOf(count), 'Per node: how late its kube-proxy hears of a change.'),
    }),
    'How kube-proxies keep up.',
  ),
  timeScale: about(
    object({
      packet: about({ is: 'number' }, 'While a packet travels; 1500 if absent.'),
      cluster: about({ is: 'number' }, 'Otherwise; 1 if absent.'),
    }),
    'Seconds on screen for one simulated second.',
  ),
  steps: about(list(step), 'The lesson’s steps, in order; none for a scenario that is no lesson.'),
};

/** A scenario that stands by itself. */
export const scenarioFields = object(fields, 'formatVersion', 'id', 'kubernetes', 'manifests');

/** A scenario that `extends` another one, which brings the rest. */
export const extendingFields = object(fields, 'formatVersion', 'id');

/** What a scenario has from the one that it extends, where it is absent. */
export const INHERITED_KEYS: readonly string[] = Object.keys(fields).filter(
  (key) => !['formatVersion', 'id', 'extends', 'seed', 'minutes', 'docs', 'steps'].includes(key),
);
