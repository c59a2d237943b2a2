import { useCallback } from 'react';
import { Shell } from '../ui/Shell';
import type { Controller } from './controller';
import {
  CourseSlot,
  GhostSlot,
  LessonSlot,
  LessonToolsSlot,
  MarksSlot,
  StripSlot,
  useFieldQuestion,
  useHasLesson,
} from './LessonRoom';
import { EmbedButton, EmbedSlot } from './EmbedRoom';
import { ModesButton, ModesSlot } from './ModesRoom';
import { ExportButton, ExportSlot } from './ExportRoom';
import { OwnSystem } from './OwnSystem';
import { openOwn } from './ownSystem';
import { useApp } from './store';
import { useTerminal } from './terminalStore';
import { TerminalSlot, TerminalToolsSlot } from './TerminalRoom';
import { BranchSlot, CompareSlot, ShareButton, ShareSlot, TimeToolsSlot, useIsComparing } from './TimeRoom';

/** The interface around the scene, fed by the controller through the store. */
export function App({ controller }: { readonly controller: Controller }) {
  const view = useApp((state) => state.view);
  const menu = useApp((state) => state.menu);
  const panelAsked = useApp((state) => state.panelAsked);
  const isComparing = useIsComparing();
  const hasLesson = useHasLesson();
  const onField = useFieldQuestion();
  const terminalIsOpen = useTerminal(({ view: strip }) => strip !== null && strip !== undefined);
  const host = useCallback(
    (element: HTMLDivElement | null) => {
      controller.attach(element);
      return () => controller.attach(null);
    },
    [controller],
  );
  if (view === null) return null;
  return (
    <Shell
      view={view}
      actions={controller}
      menu={menu}
      panelAsked={panelAsked}
      onField={onField}
      terminalIsOpen={terminalIsOpen}
      dialog={
        <>
          <OwnSystem />
          <CourseSlot />
          <ModesSlot actions={controller.modes} />
          <ShareSlot actions={controller.time.sharing} />
          <ExportSlot />
          <EmbedSlot />
        </>
      }
      slots={{
        lesson: hasLesson ? <LessonSlot /> : null,
        lessonStrip: (open) => <StripSlot onOpen={open} />,
        below: <GhostSlot />,
        terminal: <TerminalSlot />,
        tools: (
          <>
            <LessonToolsSlot />
            <TerminalToolsSlot />
            <ModesButton actions={controller.modes} />
            <ShareButton actions={controller.time} />
            <ExportButton host={controller} />
            <EmbedButton scenario={controller.session.loaded.scenario.id} />
          </>
        ),
        branches: <BranchSlot actions={controller.time} />,
        timelineTools: <TimeToolsSlot actions={controller.time} />,
      }}
      onOwn={openOwn}
      onMenuClose={() => controller.closeMenu()}
      scene={
        isComparing ? (
          <CompareSlot actions={controller.time} />
        ) : (
          <>
            <div className="scene-host" ref={host} />
            <MarksSlot />
          </>
        )
      }
    />
  );
}
