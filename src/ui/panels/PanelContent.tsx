import { lazy, Suspense } from 'react';
import type { Actions, PanelId, View } from '../contract';
import { memoByView } from '../memoByView';
import { useText } from '../text';
import { ConntrackPanel } from './ConntrackPanel';
import { EndpointsPanel } from './EndpointsPanel';
import { HelpPanel } from './HelpPanel';
import { InspectorPanel } from './InspectorPanel';
import { Journey } from './Journey';
import { RulesPanel } from './RulesPanel';
import { TallyPanel } from './TallyPanel';
import './panels.css';

const WatchedHop = lazy(() => import('./WatchedHop'));
const WhyPanel = lazy(() => import('./WhyPanel'));
const SequencePanel = lazy(() => import('./SequencePanel'));
const LogPanel = lazy(() => import('./LogPanel'));

/** While a panel's code is on its way. */
function Loading() {
  const { t } = useText();
  return (
    <p className="ui-empty" aria-busy="true">
      {t('why.loading')}
    </p>
  );
}

function Content(props: {
  readonly panel: PanelId;
  readonly view: View;
  readonly actions: Actions;
  /** The node the reader chose to look into; null follows the packet. */
  readonly node: string | null;
  readonly charactersAreOn: boolean;
  onCharacters(on: boolean): void;
  onNode(node: string): void;
  onRulesOf(node: string): void;
  onPanel(panel: PanelId): void;
}) {
  const { view, actions, onNode, onPanel } = props;
  const acting = actingNode(view);
  const node = props.node ?? acting;
  switch (props.panel) {
    case 'journey':
      return (
        <Journey
          journey={view.journey}
          hop={view.hop}
          onHop={(hopId) => actions.seekHop(hopId)}
          onPanel={onPanel}
          onAsk={(question) => actions.story.ask(question)}
        />
      );
    case 'hop':
      return (
        <Suspense fallback={<Loading />}>
          <WatchedHop card={view.hop} picture={view.picture} packet={view.story.packet} actions={actions} />
        </Suspense>
      );
    case 'rules':
      return (
        <RulesPanel
          rules={view.rules}
          picture={view.picture}
          mode={view.proxyMode}
          modes={view.proxyModes}
          onMode={(mode) => actions.modes.switchTo(mode)}
          onModes={() => actions.modes.open()}
          node={node}
          acting={acting}
          onNode={onNode}
          onWatchDelay={(each, milliseconds) => actions.setWatchDelay(each, milliseconds)}
        />
      );
    case 'conntrack':
      return <ConntrackPanel cards={view.conntrack} node={node} acting={acting} onNode={onNode} />;
    case 'endpoints':
      return (
        <EndpointsPanel
          card={view.endpoints}
          onSelect={(place) => actions.select(place)}
          onNode={props.onRulesOf}
          onAsk={(question) => actions.story.ask(question)}
        />
      );
    case 'inspector':
      return <InspectorPanel card={view.inspector} picture={view.picture} actions={actions} />;
    case 'tally':
      return <TallyPanel card={view.tally} picture={view.picture} />;
    case 'why':
      return (
        <Suspense fallback={<Loading />}>
          <WhyPanel story={view.story} actions={actions} />
        </Suspense>
      );
    case 'sequence':
      return (
        <Suspense fallback={<Loading />}>
          <SequencePanel card={view.story.sequence} actions={actions} />
        </Suspense>
      );
    case 'log':
      return (
        <Suspense fallback={<Loading />}>
          <LogPanel log={view.story.log} topology={view.story.topology} actions={actions} />
        </Suspense>
      );
    case 'help':
      return (
        <HelpPanel
          simplifications={view.simplifications}
          kubernetesVersion={view.kubernetesVersion}
          charactersAreOn={props.charactersAreOn}
          onCharacters={props.onCharacters}
        />
      );
  }
}

/** The panel of an id, given what it needs; drawn anew only when one of its cards has changed. */
export const PanelContent = memoByView(Content, (view) => [
  view.journey,
  view.hop,
  view.rules,
  view.conntrack,
  view.endpoints,
  view.inspector,
  view.tally,
  view.proxyMode,
  view.simplifications,
  ...Object.values(view.story),
  view.language,
  view.picture.revision,
]);

/** The node whose kernel handles the packet in focus; null when none does. */
export function actingNode(view: View): string | null {
  const decision = view.hop?.hop.decision;
  if (decision?.by === 'rules' || decision?.by === 'conntrack') return decision.node;
  return view.picture.nodes.find((node) => node.isActing)?.name ?? null;
}
