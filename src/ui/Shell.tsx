import { useCallback, useEffect, useRef, useState, type ReactNode } from 'react';
import type { PodBox } from '../projection/picture';
import { AppBar } from './AppBar';
import { Caption } from './Caption';
import type { Actions, MenuView, PanelAsked, PanelId, View } from './contract';
import { HeaderStrip } from './HeaderStrip';
import type { Command } from './keyMap';
import { Notices } from './Notices';
import { MorePanel } from './panels/MorePanel';
import { actingNode, PanelContent } from './panels/PanelContent';
import { PanelDock } from './panels/PanelDock';
import { PhoneTabs, type PhonePage } from './panels/PhoneTabs';
import { PhoneTransport } from './PhoneTransport';
import { PodMenu } from './PodMenu';
import { LanguageContext, useText } from './text';
import { Timeline } from './timeline/Timeline';
import { Transport } from './Transport';
import { useShellKeys } from './useShellKeys';
import { useSpace } from './useSpace';
import './Shell.css';

export interface ShellProps {
  readonly view: View;
  readonly actions: Actions;
  readonly scene: ReactNode;
  /** The menu of a Pod, beside it. The app opens it and takes it away when `onMenuClose` is called. */
  readonly menu?: MenuView | null;
  onMenuClose?(): void;
  /** What stands around the scene besides, where the app has it. */
  readonly slots?: Slots;
  /** The terminal takes room from the timeline, which then starts folded. */
  readonly terminalIsOpen?: boolean;
  /** A question asks for a field of the header strip. */
  onField?: ((field: 'source' | 'destination') => void) | undefined;
  /** A panel that somebody else than the reader wants open. */
  readonly panelAsked?: PanelAsked | null;
  /** A dialog over everything, where the app shows one. */
  readonly dialog?: ReactNode;
  /** Someone wants to see a system of their own. Absent: there is no such thing here. */
  onOwn?(): void;
}

export interface Slots {
  /** The lesson, in a column of its own; on a phone a page. */
  readonly lesson?: ReactNode;
  /** The lesson in one line, while its column gives way to a panel, and on a phone. */
  readonly lessonStrip?: (open: () => void) => ReactNode;
  /** Under the scene: two runs side by side. */
  readonly below?: ReactNode;
  /** Between caption and transport. */
  readonly terminal?: ReactNode;
  /** Buttons of the bar at the top; on a phone in "more". */
  readonly tools?: ReactNode;
  /** Above the timeline: the branches, where there is more than one. */
  readonly branches?: ReactNode;
  /** Beside the timeline's name. */
  readonly timelineTools?: ReactNode;
}

const NO_SLOTS: Slots = {};
/** What is said before anything has happened in a lesson: nothing that its first question asks. */
const AT_REST = { key: 'ui.caption.atRest', params: {} };

/** Everything around the scene. It holds only what is open on this screen; the rest is the `View`. */
export function Shell(props: ShellProps) {
  return (
    <LanguageContext value={props.view.language}>
      <Frame {...props} />
    </LanguageContext>
  );
}

function Frame(props: ShellProps) {
  const { view, actions, scene, menu = null, onMenuClose, dialog, onOwn, panelAsked = null } = props;
  const slots = props.slots ?? NO_SLOTS;
  const { t } = useText();
  const root = useRef<HTMLDivElement>(null);
  const work = useRef<HTMLDivElement>(null);
  const space = useSpace(root);
  const isTight = useSpace(work).isTight;
  const isPhone = space.size === 'phone';
  const [chosenPage, setPage] = useState<PhonePage | undefined>(undefined);
  const [isWide, setWide] = useState(false);
  const [node, setNode] = useState<string | null>(null);
  const [visits, setVisits] = useState(0);
  const [foldChoice, setFoldChoice] = useState<boolean | null>(null);
  const [charactersAreOn, setCharacters] = useState(true);
  const [seenSelection, setSeenSelection] = useState(view.selected);

  const [seenAsk, setSeenAsk] = useState(0);
  const hasLesson = slots.lesson !== undefined && slots.lesson !== null;
  const [hadLesson, setHadLesson] = useState(hasLesson);

  const home: PhonePage = isPhone || hasLesson ? null : 'journey';
  const page = chosenPage === undefined ? home : chosenPage;
  if (hasLesson !== hadLesson) {
    setHadLesson(hasLesson);
    // A lesson may have asked for a panel before its column came.
    if (!hasLesson || panelAsked === null) setPage(undefined);
  }
  if (panelAsked !== null && panelAsked.serial !== seenAsk) {
    setSeenAsk(panelAsked.serial);
    setPage(panelAsked.panel);
    setNode(panelAsked.node);
  }
  // A Pod has its menu; everything else that is selected opens its details.
  if (view.selected !== seenSelection) {
    setSeenSelection(view.selected);
    if (view.selected !== null && !view.selected.startsWith('pod/')) setPage('inspector');
  }

  const visit = useCallback((panel: PanelId) => {
    setPage(panel);
    setVisits((count) => count + 1);
  }, []);
  const visitRules = useCallback((chosen: string) => {
    setNode(chosen);
    setPage('rules');
    setVisits((count) => count + 1);
  }, []);
  const follow = useCallback(
    (panel: PanelId) => {
      setNode(null);
      visit(panel);
    },
    [visit],
  );
  const failedHop = failureShown(view);
  const request = view.journey?.request ?? null;
  const askWhy = useCallback(() => {
    if (failedHop === null || request === null) return visit('hop');
    actions.story.ask({ about: 'request', request });
    setVisits((count) => count + 1);
  }, [actions, failedHop, request, visit]);
  const toggleHelp = useCallback(() => {
    setPage((now) => (now === 'help' ? undefined : 'help'));
    setVisits((count) => count + 1);
  }, []);
  const openLesson = useCallback(() => setPage(isPhone ? 'lesson' : null), [isPhone]);
  const toggleMore = useCallback(() => setPage((now) => (now === 'more' ? null : 'more')), []);
  const run = (command: Command): boolean => {
    switch (command) {
      case 'back':
        if (view.transport.canStepBack) actions.stepBack();
        return true;
      case 'forward':
        actions.stepForward();
        return true;
      case 'playPause':
        if (view.transport.playing) actions.pause();
        else actions.play();
        return true;
      case 'start':
        actions.goToStart();
        return true;
      case 'end':
        actions.goToEnd();
        return true;
      case 'eventBack':
      case 'eventForward':
        actions.time.stepEvent(command === 'eventBack' ? -1 : 1, 'event');
        return true;
      case 'turnBack':
      case 'turnForward':
        actions.time.stepEvent(command === 'turnBack' ? -1 : 1, 'turn');
        return true;
      case 'bookmark':
        actions.time.toggleBookmark();
        return true;
      case 'lens':
        actions.setLens(view.lens === 'layers' ? 'machines' : 'layers');
        return true;
      case 'help':
        setPage(page === 'help' ? undefined : 'help');
        return true;
      case 'close':
        if (page === null && view.selected === null) return false;
        if (view.selected !== null) actions.select(null);
        else setPage(page === home ? null : home);
        return true;
    }
  };
  useShellKeys(charactersAreOn, run);

  const panel = page === null || page === 'more' || page === 'lesson' ? null : page;
  const shownNode = node ?? actingNode(view);
  // What is open from the beginning nobody has opened.
  const isChosen = chosenPage !== undefined;
  useEffect(() => {
    if (panel !== null && isChosen) actions.opened(panel, shownNode);
  }, [actions, panel, shownNode, isChosen]);
  // Beside an open panel a small screen has no room for the lesson's column: it gives way, in one line.
  const hasColumn = hasLesson && !isPhone && (space.size === 'full' || panel === null);
  const strip = hasLesson && !hasColumn && page !== 'lesson' ? slots.lessonStrip?.(openLesson) : undefined;
  const isUnfolded = foldChoice ?? !(space.isLow || hasLesson || props.terminalIsOpen === true);
  const content = panel !== null && (
    <PanelContent
      panel={panel}
      view={view}
      actions={actions}
      node={node}
      charactersAreOn={charactersAreOn}
      onCharacters={setCharacters}
      onNode={setNode}
      onRulesOf={visitRules}
      onPanel={follow}
    />
  );
  // On a phone an open lesson says itself what to do before there is anything to tell.
  const isIdle = view.picture.caption.key === 'caption.idle';
  const captionIsShown = !isPhone || (page === null && !(hasLesson && isIdle));
  const caption = (
    <Caption
      caption={hasLesson && isIdle ? AT_REST : view.picture.caption}
      size={space.size}
      isPlaying={view.transport.playing}
      ask={failedHop !== null ? 'failed' : view.hop !== null ? 'why' : null}
      onAsk={askWhy}
    />
  );
  return (
    <div
      ref={root}
      className="ui-shell"
      lang={view.language}
      data-size={space.size}
      data-flat={space.isFlat || undefined}
      data-tight={isTight || undefined}
      data-lesson={hasColumn || undefined}
      data-low={space.isLow || undefined}
    >
      <AppBar
        view={view}
        actions={actions}
        isPhone={isPhone}
        helpIsOpen={page === 'help'}
        moreIsOpen={page === 'more'}
        onHelp={toggleHelp}
        onMore={toggleMore}
        tools={slots.tools}
        {...(onOwn === undefined ? {} : { onOwn })}
      />
      <div className="ui-desk">
        {hasColumn && (
          <aside className="ui-lesson-column" aria-label={t('ui.lesson')}>
            {slots.lesson}
          </aside>
        )}
        <div className="ui-work" ref={work}>
          <HeaderStrip strip={view.strip} onField={props.onField} />
          <div className="ui-middle">
            <main className="ui-stage" aria-label={t('ui.scene')}>
              <button type="button" className="ui-button ui-skip" onClick={() => visit('log')}>
                {t('log.skip')}
              </button>
              <div className="ui-scene" inert={isPhone && page !== null}>
                {scene}
              </div>
              {isPhone && page !== null && (
                <section
                  className="ui-page"
                  aria-label={t(
                    page === 'more' || page === 'lesson' ? `ui.${page}` : `ui.panel.${page}.long`,
                  )}
                >
                  {page === 'lesson' ? (
                    slots.lesson
                  ) : page === 'more' ? (
                    <MorePanel
                      view={view}
                      actions={actions}
                      onPanel={setPage}
                      tools={slots.tools}
                      {...(onOwn === undefined ? {} : { onOwn })}
                    />
                  ) : (
                    <>
                      <h2 className="ui-page-name">{t(`ui.panel.${page}.long`)}</h2>
                      {content}
                    </>
                  )}
                </section>
              )}
              <Notices notices={view.notices} onDismiss={(id) => actions.dismissNotice(id)} />
            </main>
            {!isPhone && (
              <PanelDock panel={panel} isWide={isWide} visits={visits} onPanel={setPage} onWide={setWide}>
                {content}
              </PanelDock>
            )}
          </div>
          {slots.below}
          {(!isPhone || page === null) && strip}
          {captionIsShown && caption}
          {slots.terminal}
          {isPhone ? (
            <>
              {page === null && slots.branches}
              <PhoneTransport view={view} actions={actions} />
              <PhoneTabs page={page} hasLesson={hasLesson} onPage={setPage} />
            </>
          ) : (
            <>
              <Transport view={view} actions={actions} size={space.size} />
              {slots.branches}
              <Timeline
                card={view.timeline}
                at={view.transport.at}
                size={space.size}
                isOpen={isUnfolded}
                tools={slots.timelineTools}
                onToggle={() => setFoldChoice(!isUnfolded)}
                onSeek={(at) => actions.seek(at)}
                onAsk={(question) => actions.story.ask(question)}
              />
            </>
          )}
        </div>
      </div>
      {dialog}
      {menu !== null && (
        <PodMenu
          key={menu.place}
          menu={menu}
          pod={podAt(view, menu.place)}
          onClose={() => onMenuClose?.()}
          onDelete={(podKey) => actions.deletePod(podKey)}
          onCrash={(podKey) => actions.crashPod(podKey)}
          onWhy={(pod) => actions.story.ask({ about: 'pod', pod })}
          onDetails={(place) => {
            actions.select(place);
            visit('inspector');
          }}
        />
      )}
    </div>
  );
}

/** The hop that went wrong, while the caption tells that the request has failed. */
function failureShown({ journey, picture }: View): string | null {
  return picture.caption.key.startsWith('outcomeWhy.') ? (journey?.outcome?.failedHop ?? null) : null;
}

function podAt(view: View, place: string): PodBox | null {
  const pods = [...view.picture.workloads.flatMap((each) => each.pods), ...(view.picture.dns?.pods ?? [])];
  return pods.find((pod) => pod.place === place) ?? null;
}
