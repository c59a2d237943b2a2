declare module 'virtual:scenarios' {
  import type { LoadedScenario } from '../scenario/prepareFiles';
  const scenarios: Readonly<Record<string, () => Promise<{ readonly default: LoadedScenario }>>>;
  export default scenarios;
}

declare module 'virtual:course' {
  import type { LoadedCourse } from '../scenario/course';
  const course: LoadedCourse;
  export default course;
}
