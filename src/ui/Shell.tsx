import { useCallback, useRef, useState, type ReactNode } from 'react';
import type { PodBox } from '../projection/picture';
import { AppBar } from './AppBar';
import { Caption } from './Caption';
import type { Actions, MenuView, PanelId, View } from './contract';
import { HeaderStrip } from './HeaderStrip';
import type { Command } from './keyMap';
import { Notices } from './Notices';
import { MorePanel } from './panels/MorePanel';
import { PanelContent } from './panels/PanelContent';
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
  /** A dialog over everything, where the app shows one. */
  readonly dialog?: ReactNode;
  /** Someone wants to see a system of their own. Absent: there is no such thing here. */
  onOwn?(): void;
}

/** Everything around the scene. It holds only what is open on this screen; the rest is the `View`. */
export function Shell(props: ShellProps) {
  return (
    <LanguageContext value={props.view.language}>
      <Frame {...props} />
    </LanguageContext>
  );
}

function Frame({ view, actions, scene, menu = null, onMenuClose, dialog, onOwn }: ShellProps) {
  const { t } = useText();
  const root = useRef<HTMLDivElement>(null);
  const space = useSpace(root);
  const isPhone = space.size === 'phone';
  const [chosenPage, setPage] = useState<PhonePage | undefined>(undefined);
  const [isWide, setWide] = useState(false);
  const [node, setNode] = useState<string | null>(null);
  const [visits, setVisits] = useState(0);
  const [foldChoice, setFoldChoice] = useState<boolean | null>(null);
  const [charactersAreOn, setCharacters] = useState(true);
  const [seenSelection, setSeenSelection] = useState(view.selected);

  const page = chosenPage === undefined ? (isPhone ? null : 'journey') : chosenPage;
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
  const askWhy = useCallback(() => {
    if (failedHop !== null) actions.seekHop(failedHop);
    visit('hop');
  }, [actions, failedHop, visit]);
  const toggleHelp = useCallback(() => {
    setPage((now) => (now === 'help' ? undefined : 'help'));
    setVisits((count) => count + 1);
  }, []);
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
      case 'lens':
        actions.setLens(view.lens === 'layers' ? 'machines' : 'layers');
        return true;
      case 'help':
        setPage(page === 'help' ? undefined : 'help');
        return true;
      case 'close':
        if (page === null && view.selected === null) return false;
        if (view.selected !== null) actions.select(null);
        else setPage(isPhone ? null : page === 'journey' ? null : 'journey');
        return true;
    }
  };
  useShellKeys(charactersAreOn, run);

  const panel = page === null || page === 'more' ? null : page;
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
  const caption = (
    <Caption
      caption={view.picture.caption}
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
      data-tight={space.isTight || undefined}
    >
      <AppBar
        view={view}
        actions={actions}
        isPhone={isPhone}
        helpIsOpen={page === 'help'}
        moreIsOpen={page === 'more'}
        onHelp={toggleHelp}
        onMore={toggleMore}
        {...(onOwn === undefined ? {} : { onOwn })}
      />
      <HeaderStrip strip={view.strip} />
      <div className="ui-middle">
        <main className="ui-stage" aria-label={t('ui.scene')}>
          <div className="ui-scene" inert={isPhone && page !== null}>
            {scene}
          </div>
          {isPhone && page !== null && (
            <section
              className="ui-page"
              aria-label={t(page === 'more' ? 'ui.more' : `ui.panel.${page}.long`)}
            >
              {page === 'more' ? (
                <MorePanel
                  view={view}
                  actions={actions}
                  onPanel={setPage}
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
      {(!isPhone || page === null) && caption}
      {isPhone ? (
        <>
          <PhoneTransport view={view} actions={actions} />
          <PhoneTabs page={page} onPage={setPage} />
        </>
      ) : (
        <>
          <Transport view={view} actions={actions} size={space.size} />
          <Timeline
            card={view.timeline}
            at={view.transport.at}
            size={space.size}
            isOpen={foldChoice ?? !space.isLow}
            onToggle={() => setFoldChoice(!(foldChoice ?? !space.isLow))}
            onSeek={(at) => actions.seek(at)}
          />
        </>
      )}
      {dialog}
      {menu !== null && (
        <PodMenu
          key={menu.place}
          menu={menu}
          pod={podAt(view, menu.place)}
          onClose={() => onMenuClose?.()}
          onDelete={(podKey) => actions.deletePod(podKey)}
          onCrash={(podKey) => actions.crashPod(podKey)}
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
