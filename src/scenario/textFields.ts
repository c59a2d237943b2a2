/** The table by which text.<language>.yaml is checked: what sentences there can be. */
import { mapOf, object, text, type Fields, type Schema } from '../manifest/schema';
import { about } from './described';

const line = (sentence: string): Schema => about(text, sentence);
const options = about(mapOf(text), 'One sentence for each option, by its id.');

const question: Fields = {
  question: line('The question.'),
  options,
  because: line('What the trace shows. Places such as {ip:Service/default/web} are filled in.'),
};
const answered: Fields = {
  ...question,
  wrong: about(mapOf(text), 'Per wrong option: what the trace shows against it.'),
};

export const textFields = object({
  title: line('The lesson’s title.'),
  summary: line('What it is about, in one or two sentences.'),
  recap: line('What was learnt, in one sentence.'),
  simplified: line('What this lesson leaves out, in one or two sentences.'),
  docs: line('The title of the page of the documentation.'),
  clients: about(mapOf(object({ name: line('What the client is called.') }, 'name')), 'By the client’s id.'),
  layers: about(
    object({
      '0': line('Outside the cluster.'),
      '1': line('The applications in front.'),
      '1.5': line('Kubernetes’ infrastructure.'),
      '2': line('The microservices.'),
    }),
    'What the layers are called.',
  ),
  workloads: about(mapOf(text), 'What workloads are called, by their name.'),
  steps: about(
    mapOf(
      object({
        title: line('The step’s title.'),
        body: line('What the learner reads first. Markdown.'),
        task: line('What to do; needed when the step has a goal.'),
        hint: line('One hint. For several write hints: with 1, 2, 3.'),
        hints: about(mapOf(text), 'Hints, numbered from 1: from a nudge to the exact command.'),
        done: line('What has been seen, said at the end.'),
        goals: about(mapOf(text), 'One line for each part of an `all` or `inOrder` goal, numbered from 1.'),
      }),
    ),
    'By the step’s id.',
  ),
  beliefs: about(mapOf(object(question)), 'By the belief’s id.'),
  predictions: about(mapOf(object(answered)), 'By the prediction’s id.'),
  checks: about(mapOf(object(answered)), 'By the check’s id.'),
});
