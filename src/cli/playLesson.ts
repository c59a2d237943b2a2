/** Plays a lesson's own solution in each of its proxy modes, with one seed or several, and says where it fails. */
import { playSolution, type PlayedStep } from '../lesson/playSolution';
import { placeIn } from '../manifest/source';
import type { ScenarioReading } from '../scenario/readScenario';
import type { ProxyMode, Scenario } from '../scenario/scenario';
import { pathIn } from './lessonFolders';
import type { ShownProblem } from './problems';

/** One playing of a lesson. */
export interface LessonRun {
  readonly seed: string;
  readonly proxyMode: ProxyMode;
  readonly solved: boolean;
  readonly steps: readonly PlayedStep[];
}

/** A lesson with all of its runs. `steps` are those of the first. */
export interface CheckedLesson {
  readonly id: string;
  readonly solved: boolean;
  readonly steps: readonly PlayedStep[];
  readonly runs: readonly LessonRun[];
}

export interface PlayedFolder {
  readonly lesson: CheckedLesson;
  /** One for each way in which a step fails, at its place in scenario.yaml. */
  readonly problems: readonly ShownProblem[];
}

/** The scenario's own seed, then others made from it. */
export function seedsOf(scenario: Scenario, count: number): string[] {
  return Array.from({ length: count }, (_, i) => (i === 0 ? scenario.seed : `${scenario.seed}-${i + 1}`));
}

/** `folder` is how the caller writes the scenario's folder. */
export function playLesson(
  folder: string,
  reading: ScenarioReading & { readonly scenario: Scenario },
  seedCount: number,
): PlayedFolder {
  const { scenario } = reading;
  const runs: LessonRun[] = [];
  const problems = new Map<string, ShownProblem>();
  const note = (path: string, message: string, mend: string) => {
    const place = placeIn(reading.places, path);
    const problem = { ...place, file: pathIn(folder, place.file), severity: 'error' as const, message, mend };
    const key = `${path} ${message}`;
    if (!problems.has(key)) problems.set(key, problem);
  };
  for (const proxyMode of scenario.proxyModes) {
    for (const seed of seedsOf(scenario, seedCount)) {
      const played = playSolution(reading, { seed, proxyMode });
      runs.push({ seed, proxyMode, solved: played.solved, steps: played.steps });
      const isUsual = seed === scenario.seed && proxyMode === scenario.proxyMode;
      const where = isUsual ? '' : ` (${proxyMode}, seed ${seed})`;
      played.steps.forEach((step, index) => {
        if (step.reason === null) return;
        const { path, mend } = diagnose(step, step.reason);
        note(`steps[${index}].${path}`, `Step ${step.id} is not solved: ${step.reason}${where}.`, mend);
      });
    }
  }
  const solved = runs.every((run) => run.solved);
  const lesson = { id: scenario.id, solved, steps: runs[0]?.steps ?? [], runs };
  return { lesson, problems: [...problems.values()] };
}

/** Which part of the step a reason is about, and what an author can do. */
function diagnose(step: PlayedStep, reason: string): { path: string; mend: string } {
  const question = /\bits (prediction|check)\b/.exec(reason)?.[1];
  if (question !== undefined) {
    return {
      path: question,
      mend: 'Change the options’ `when`: exactly one must hold at the end of the step.',
    };
  }
  if (step.wasReached) {
    const mend = 'Ask for something that only the learner’s deed brings about: a request, a fact, a value.';
    return { path: 'goal', mend };
  }
  if (reason.startsWith('its goal')) {
    return { path: 'goal', mend: 'Do more in `solution` (perhaps `wait: 10s`), or ask for less in `goal`.' };
  }
  return { path: 'solution', mend: 'Change the action that is refused, in `set`, `run` or `solution`.' };
}
