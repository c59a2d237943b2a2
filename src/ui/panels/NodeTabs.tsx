import { SegmentedControl } from '../SegmentedControl';
import { useText } from '../text';

/** Which node's kernel to look into; the node that handles the packet now is marked. */
export function NodeTabs(props: {
  readonly nodes: readonly string[];
  readonly current: string;
  readonly acting: string | null;
  onNode(node: string): void;
}) {
  const { t } = useText();
  return (
    <div className="ui-nodetabs">
      <SegmentedControl
        legend={t('ui.node.choose')}
        value={props.current}
        options={props.nodes.map((node) => ({
          value: node,
          label:
            node === props.acting ? (
              <>
                {node} <i className="ui-here" title={t('ui.node.acting')} />
                <span className="ui-unseen">{t('ui.node.acting')}</span>
              </>
            ) : (
              node
            ),
        }))}
        onChange={props.onNode}
      />
    </div>
  );
}
