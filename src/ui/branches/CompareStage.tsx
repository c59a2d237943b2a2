import { useCallback, useState } from 'react';
import { formatSeconds } from '../../projection/notation';
import { IconButton } from '../IconButton';
import { RichText } from '../RichText';
import { useText } from '../text';
import { branchTitle, differenceText } from './branchText';
import type { BranchView, ComparisonView, TimeActions } from './contract';
import './branches.css';

/** The stage cut in two: the same moment of two branches, and in what they differ. */
export default function CompareStage(props: {
  readonly comparison: ComparisonView;
  readonly actions: TimeActions;
}) {
  const { comparison, actions } = props;
  const { left, right } = comparison;
  return (
    <div className="ui-compare">
      <Half branch={left} side={0} actions={actions} />
      <Half branch={right} side={1} actions={actions} />
      <Differences comparison={comparison} actions={actions} />
    </div>
  );
}

function Half(props: { readonly branch: BranchView; readonly side: 0 | 1; readonly actions: TimeActions }) {
  const { branch, side, actions } = props;
  const text = useText();
  const host = useCallback(
    (element: HTMLDivElement | null) => {
      actions.attachSide(side, element);
      return () => actions.attachSide(side, null);
    },
    [actions, side],
  );
  const what = branchTitle(branch, text);
  return (
    <figure className={`ui-compare-half${branch.isCurrent ? ' is-current' : ''}`}>
      <figcaption>
        <button
          type="button"
          aria-pressed={branch.isCurrent}
          aria-label={text.t('compare.side', { letter: branch.letter, what })}
          onClick={() => actions.switchBranch(branch.letter)}
        >
          <b>{branch.letter}</b> <span>{what}</span>
        </button>
      </figcaption>
      {/* To be looked at only: acting belongs to the branch that is looked at alone. */}
      <div className="scene-host" ref={host} inert />
    </figure>
  );
}

function Differences({
  comparison,
  actions,
}: {
  readonly comparison: ComparisonView;
  readonly actions: TimeActions;
}) {
  const text = useText();
  const { t } = text;
  const [chosen, setChosen] = useState(0);
  const { differences, at, forkAt } = comparison;
  const index = Math.min(chosen, differences.length - 1);
  const difference = differences[index];
  if (difference === undefined)
    return <p className="ui-compare-words">{t(at <= forkAt ? 'compare.same' : 'compare.none')}</p>;
  const go = (to: number) => {
    setChosen(to);
    const wanted = differences[to];
    if (wanted !== undefined) actions.seek(wanted.at);
  };
  return (
    <div className="ui-compare-words">
      <span className="ui-tag">
        {index === 0 ? t('compare.first') : t('compare.nth', { index: index + 1, count: differences.length })}
        {' · '}
        {t('ui.seconds', { value: formatSeconds(difference.at) })}
      </span>
      <p aria-live="polite">
        <RichText text={differenceText(difference, text)} />
      </p>
      <span className="ui-compare-tools">
        {index > 0 && (
          <IconButton icon="chevronUp" label={t('compare.before')} onPress={() => go(index - 1)} />
        )}
        <button type="button" className="ui-button" disabled={at === difference.at} onClick={() => go(index)}>
          {t('compare.jump')}
        </button>
        {index < differences.length - 1 && (
          <IconButton icon="chevronDown" label={t('compare.next')} onPress={() => go(index + 1)} />
        )}
      </span>
    </div>
  );
}
