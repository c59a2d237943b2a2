/** A page without a screen for the lesson's guide: a real session, and a record of what was asked of the page. */
import { scenarioFiles } from '../../manifest/testing/samples';
import type { LoadedCourse } from '../../scenario/course';
import { prepareFiles, type LoadedScenario } from '../../scenario/prepareFiles';
import type { Step } from '../../scenario/scenario';
import { LESSONS } from '../../scenario/testing/lessons';
import type { Intent } from '../../sim/intent';
import type { Lens, Notice, PanelId } from '../../ui/contract';
import { Guide } from '../guide';
import type { Host } from '../parts';
import { Session } from '../session';

/** A lesson of this project, as the browser gets it. */
function loadedLesson(id: string): LoadedScenario {
  return prepareFiles(id, scenarioFiles(id), LESSONS);
}

const CLIENT = { client: 'learner', url: 'https://shop.example/users/123' } as const;
const DEPLOYMENT = 'Deployment/default/user-api-deployment';
const answered = (times: number) => ({ type: 'request', status: 200, times }) as const;

/** Three steps: one that asks and then shows, one to be done, one that asks for a place. */
const STEPS: readonly Step[] = [
  {
    id: 'ask',
    set: [],
    belief: {
      id: 'turns',
      about: 'Service/default/user-api-service',
      options: [
        { id: 'draw', model: 'truth' },
        { id: 'turn', model: 'roundRobin' },
      ],
    },
    prediction: {
      kind: 'choice',
      id: 'all',
      options: [
        { id: 'yes', when: answered(3) },
        { id: 'no', when: { type: 'not', goal: answered(3) } },
      ],
    },
    run: [{ type: 'send', ...CLIENT, times: 3, everyMicros: 200_000 }],
    solution: [],
  },
  {
    id: 'do',
    set: [],
    run: [],
    solution: [{ type: 'kubectl', command: 'kubectl scale deployment/user-api-deployment --replicas=4' }],
    goal: { type: 'object', object: DEPLOYMENT, has: { 'status.readyReplicas': 4 } },
  },
  {
    id: 'point',
    set: [],
    prediction: {
      kind: 'place',
      id: 'who',
      options: [
        { id: 'service', place: 'Service/default/user-api-service', when: answered(1) },
        { id: 'first', place: `${DEPLOYMENT}#0`, when: { type: 'not', goal: answered(1) } },
      ],
    },
    run: [{ type: 'send', ...CLIENT, times: 1, everyMicros: 0 }],
    solution: [],
  },
];

/** The lesson of these steps, in the cluster of a lesson of this project. */
export function sampleTaking(): LoadedScenario {
  const loaded = loadedLesson('where-a-service-works');
  const texts = Object.fromEntries(
    STEPS.flatMap(({ id }) => ['title', 'body'].map((key) => [`steps.${id}.${key}`, `${key} of ${id}`])),
  ) as Record<string, string>;
  return {
    ...loaded,
    scenario: { ...loaded.scenario, steps: STEPS },
    texts: { en: { ...texts, title: 'Sample' }, 'zh-CN': { ...texts, title: 'Sample' } },
  };
}

/** A course of the lesson above and one more. */
const COURSE: LoadedCourse = {
  chapters: [
    {
      id: 'all',
      lessons: [
        { id: 'where-a-service-works', minutes: 5, stepIds: STEPS.map(({ id }) => id) },
        { id: 'second', minutes: 5, stepIds: ['only'] },
      ],
    },
  ],
  texts: {
    en: { title: 'Course', 'lessons.second.title': 'The second' },
    'zh-CN': { title: 'Course', 'lessons.second.title': 'The second' },
  },
};

export class TestHost implements Host {
  readonly language = 'en';
  lens: Lens = 'layers';
  notices: Notice[] = [];
  panels: (PanelId | null)[] = [];
  guide: Guide;

  constructor(public session: Session) {
    const load = () => Promise.resolve(sampleTaking());
    this.guide = new Guide(this, COURSE, load);
  }

  /** A page with the sample lesson's world, and no lesson open. */
  static open(): TestHost {
    const loaded = sampleTaking();
    return new TestHost(new Session(loaded, loaded.scenario.seed));
  }

  /** As the page's own `act`: blocked, or carried out and told. */
  act(intent: Intent): void {
    if (this.guide.blocks()) return;
    this.session.act(intent);
    this.guide.acted(intent);
    this.guide.refresh();
  }

  /** Screen time passes, in frames, until something holds; fails if it never does. */
  playUntil(holds: () => boolean, seconds = 240): void {
    this.guide.refresh();
    for (let frame = 0; !holds(); frame++) {
      if (frame > seconds * 20) throw new Error(`not within ${seconds} s of screen time`);
      this.guide.frame(50);
      this.session.tick(50);
      if (frame % 2 === 0) this.guide.refresh();
    }
    this.guide.refresh();
  }

  replaceSession(session: Session): void {
    this.session = session;
    this.guide.sessionChanged();
  }
  restart(): void {
    this.replaceSession(new Session(this.session.loaded, this.session.seed));
  }
  setLens(lens: Lens): void {
    this.lens = lens;
  }
  openPanel(panel: PanelId | null): void {
    this.panels.push(panel);
  }
  withNotice(notice: Notice): void {
    this.notices.push(notice);
  }
  dismissNotice(id: string): void {
    this.notices = this.notices.filter((notice) => notice.id !== id);
  }
  looked(reference: string): void {
    this.guide.looked(reference);
  }
  changed(): void {
    // drawn by `refresh` in tests
  }
  select(): void {
    // nothing is drawn here
  }
  rectOf(): null {
    return null;
  }
}
