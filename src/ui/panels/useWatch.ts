import { useEffect } from 'react';
import type { Actions, StoryPanel } from '../contract';

/** Tells that a story panel is on the screen for as long as it is: what it shows is worked out only then. */
export function useWatch(actions: Actions, panel: StoryPanel): void {
  const { story } = actions;
  useEffect(() => {
    story.watch(panel, true);
    return () => story.watch(panel, false);
  }, [story, panel]);
}
