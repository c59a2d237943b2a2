/** The tables of course.yaml and of its sentences, course.<language>.yaml. */
import { mapOf, object, someOf, text } from '../manifest/schema';
import { about } from './described';
import { id } from './goalFields';

export const courseFields = object(
  {
    formatVersion: about({ is: 'int', min: 1, max: 1 }, 'The version of this format: 1.'),
    chapters: about(
      someOf(
        object(
          {
            id: about(id, 'The chapter’s id: its sentences stand under chapters.<id>.'),
            lessons: about(someOf(id), 'The folders of its lessons, in order.'),
          },
          'id',
          'lessons',
        ),
      ),
      'The chapters, in order.',
    ),
  },
  'formatVersion',
  'chapters',
);

export const courseTextFields = object({
  title: about(text, 'The course’s title.'),
  chapters: about(
    mapOf(
      object({
        title: about(text, 'The chapter’s title.'),
        body: about(text, 'What it is about, in one or two sentences.'),
      }),
    ),
    'By the chapter’s id.',
  ),
});
