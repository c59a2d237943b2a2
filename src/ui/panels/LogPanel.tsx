import { useState } from 'react';
import type { LogCard, TopologyCard } from '../../projection/storyCards';
import type { Actions } from '../contract';
import { SegmentedControl } from '../SegmentedControl';
import { useText } from '../text';
import { LogList } from './LogList';
import { LogTopology } from './LogTopology';
import { useWatch } from './useWatch';
import './LogPanel.css';

/** The picture as text: everything that happened as a log, and everything that exists as tables. */
export default function LogPanel(props: {
  readonly log: LogCard | null;
  readonly topology: TopologyCard | null;
  readonly actions: Actions;
}) {
  const { t } = useText();
  const [tab, setTab] = useState<'log' | 'topology'>('log');
  useWatch(props.actions, 'log');
  return (
    <div className="ui-log">
      <div className="ui-log-tabs">
        <SegmentedControl<'log' | 'topology'>
          legend={t('log.what')}
          value={tab}
          options={[
            { value: 'log', label: t('log.tab.log') },
            { value: 'topology', label: t('log.tab.topology') },
          ]}
          onChange={setTab}
        />
      </div>
      {tab === 'log' && props.log !== null && <LogList card={props.log} actions={props.actions} />}
      {tab === 'topology' && props.topology !== null && <LogTopology card={props.topology} />}
    </div>
  );
}
