/** The course: which lessons there are, in which order. `course.yaml` and its sentences beside the lessons' folders. */
import { asInt, asList, asRecord, asText, asTexts } from '../manifest/convert/plain';
import { closestName } from '../manifest/closest';
import { problemAt, sortProblems, type Problem } from '../manifest/problem';
import { parseSource, placeIn, placesOf, toPlain, type PlaceMap, type SourceFile } from '../manifest/source';
import { validateNode } from '../manifest/validate';
import { courseFields, courseTextFields } from './courseFields';
import { readTexts, type TextFile, type Texts } from './readTexts';
import { LANGUAGES, type Language } from './scenario';
import type { Siblings } from './siblings';
import { isUntranslated } from './untranslated';

export const COURSE = 'course.yaml';

export interface Course {
  readonly chapters: readonly { readonly id: string; readonly lessons: readonly string[] }[];
}

export interface CourseReading {
  /** Undefined when course.yaml is missing or does not fit its format. */
  readonly course?: Course;
  /** `title`, `chapters.<id>.title`, `chapters.<id>.body`. */
  readonly texts: Readonly<Record<Language, Texts>>;
  readonly problems: readonly Problem[];
}

/** What an overview needs of the course, without any lesson's own data. */
export interface LoadedCourse {
  readonly chapters: readonly {
    readonly id: string;
    readonly lessons: readonly {
      readonly id: string;
      readonly minutes: number | null;
      readonly stepIds: readonly string[];
    }[];
  }[];
  /** Those of the course, and `lessons.<id>.title`, `lessons.<id>.summary`. */
  readonly texts: Readonly<Record<Language, Texts>>;
}

/** Reads course.yaml and course.<language>.yaml. `lessons` are the folders beside them. Never throws. */
export function readCourse(files: readonly SourceFile[], lessons: Siblings): CourseReading {
  const problems: Problem[] = [];
  const find = (path: string) => files.find((file) => file.path === path);
  const textFiles = LANGUAGES.map((language) => {
    const path = `course.${language}.yaml`;
    return { language, file: readTexts(path, find(path), problems, courseTextFields) };
  });
  const texts = Object.fromEntries(
    textFiles.map(({ language, file }) => [language, file.texts]),
  ) as CourseReading['texts'];
  const structure = readChapters(find(COURSE), problems);
  if (structure === undefined) return { texts, problems: sortProblems(problems) };
  problems.push(...checkLessons(structure.course, structure.places, lessons));
  for (const { language, file } of textFiles) {
    if (file.isRead) problems.push(...checkSentences(structure.course, file, language));
  }
  return { course: structure.course, texts, problems: sortProblems(problems) };
}

/** The overview's data. A lesson that cannot be read is listed without steps: its own check says why. */
export function loadCourse({ course, texts }: CourseReading, lessons: Siblings): LoadedCourse {
  const listed = new Map(
    (course?.chapters ?? []).flatMap(({ lessons: slugs }) =>
      slugs.map((slug) => [slug, overview(slug, lessons.filesOf(slug) ?? [])] as const),
    ),
  );
  return {
    chapters: (course?.chapters ?? []).map(({ id, lessons: slugs }) => ({
      id,
      lessons: slugs.map((slug) => listed.get(slug)!.lesson),
    })),
    texts: Object.fromEntries(
      LANGUAGES.map((language) => [
        language,
        Object.assign(
          {},
          texts[language],
          ...[...listed.values()].map((one) => one.texts[language]),
        ) as Texts,
      ]),
    ) as LoadedCourse['texts'],
  };
}

function overview(slug: string, files: readonly SourceFile[]) {
  const find = (path: string) => files.find((file) => file.path === path);
  const source = find('scenario.yaml');
  const document = source === undefined ? undefined : parseSource(source).documents[0];
  const raw = asRecord(document === undefined ? undefined : toPlain(document));
  const texts = LANGUAGES.map((language) => {
    const own = readTexts(`text.${language}.yaml`, find(`text.${language}.yaml`), []).texts;
    const title = own['title'] ?? slug;
    return [
      language,
      { [`lessons.${slug}.title`]: title, [`lessons.${slug}.summary`]: own['summary'] ?? '' },
    ] as const;
  });
  return {
    lesson: {
      id: slug,
      minutes: asInt(raw['minutes']) ?? null,
      stepIds: asList(raw['steps']).flatMap((step) => asText(asRecord(step)['id']) ?? []),
    },
    texts: Object.fromEntries(texts) as Record<Language, Texts>,
  };
}

function readChapters(
  file: SourceFile | undefined,
  problems: Problem[],
): { course: Course; places: PlaceMap } | undefined {
  const start = { file: COURSE, line: 1, column: 1 };
  if (file === undefined) {
    const hint = `Add a file ${COURSE} beside the lessons’ folders.`;
    problems.push(problemAt(start, 'scenario/no-file', { path: COURSE, hint }));
    return undefined;
  }
  const source = parseSource(file);
  problems.push(...source.problems);
  const document = source.documents[0];
  if (document === undefined) {
    const params = { path: 'chapters', field: 'chapters' };
    if (source.problems.length === 0) problems.push(problemAt(start, 'field/required', params));
    return undefined;
  }
  const found = validateNode(document, document.root, courseFields);
  problems.push(...found);
  if (found.some((problem) => problem.code !== 'field/unknown')) return undefined;
  const chapters = asList(asRecord(toPlain(document))['chapters']).map((chapter) => ({
    id: asText(asRecord(chapter)['id']) ?? '',
    lessons: asTexts(asRecord(chapter)['lessons']),
  }));
  return { course: { chapters }, places: placesOf(document) };
}

function checkLessons({ chapters }: Course, places: PlaceMap, lessons: Siblings): Problem[] {
  const names = lessons.names();
  const listed = new Set<string>();
  const ids = new Set<string>();
  const taken = (path: string, found: string, hint: string): Problem => {
    const params = { path, found, expected: 'a name of its own', hint };
    return problemAt(placeIn(places, path), 'field/value', params);
  };
  return chapters.flatMap((chapter, index) => {
    const at = `chapters[${index}]`;
    const isTaken = ids.has(chapter.id);
    ids.add(chapter.id);
    return [
      ...(isTaken ? [taken(`${at}.id`, chapter.id, 'Choose another id.')] : []),
      ...chapter.lessons.flatMap((slug, lessonIndex) => {
        const path = `${at}.lessons[${lessonIndex}]`;
        if (listed.has(slug)) return [taken(path, slug, 'Remove it: the course has this lesson already.')];
        listed.add(slug);
        if (names.includes(slug)) return [];
        const closest = closestName(slug, names);
        const there = names.length === 0 ? 'There are no lessons here.' : `There are ${names.join(', ')}.`;
        const hint = closest === undefined ? there : `Did you mean “${closest}”?`;
        const params = { what: 'The lesson', found: slug, hint };
        return [problemAt(placeIn(places, path), 'scenario/reference', params)];
      }),
    ];
  });
}

function checkSentences({ chapters }: Course, file: TextFile, language: Language): Problem[] {
  const { path, places, texts, refused } = file;
  const wanted = ['title', ...chapters.flatMap(({ id }) => [`chapters.${id}.title`, `chapters.${id}.body`])];
  const missing = wanted.filter((key) => (texts[key] ?? '') === '' && !refused.has(key));
  return [
    ...missing.map((key) => {
      const hint = `Add the sentence, in both languages.`;
      const place = { ...placeIn(places, key), file: path };
      return problemAt(place, 'scenario/text-missing', { language, key, hint });
    }),
    ...Object.keys(texts).flatMap((key) => {
      const place = placeIn(places, key);
      if (!wanted.includes(key)) {
        const closest = closestName(key, missing);
        const hint = closest === undefined ? 'Remove it, or correct its key.' : `Did you mean “${closest}”?`;
        return [problemAt(place, 'scenario/text-unused', { key, hint })];
      }
      if (!isUntranslated(texts[key]!, language)) return [];
      const name = language === 'en' ? 'English' : 'Chinese';
      return [problemAt(place, 'scenario/text-language', { key, hint: `Write it in ${name}.` })];
    }),
  ];
}
