import { useState } from 'react';
import { formatSeconds } from '../../projection/notation';
import { Icon } from '../Icon';
import { IconButton } from '../IconButton';
import { useText } from '../text';
import { branchTitle } from './branchText';
import type { BranchView, TimeActions } from './contract';
import './branches.css';

/** The branches in one row: which one is looked at, how each came about, and what can be done with them. */
export default function BranchBar(props: {
  readonly branches: readonly BranchView[];
  /** Letters of the two that are compared. */
  readonly compared: readonly string[];
  readonly actions: TimeActions;
}) {
  const { branches, compared, actions } = props;
  const { t } = useText();
  const [renamed, setRenamed] = useState<string | null>(null);
  const current = branches.find((branch) => branch.isCurrent);
  if (current === undefined) return null;
  return (
    <section className="ui-branches" aria-label={t('branch.bar')}>
      <span className="ui-branches-name" aria-hidden="true">
        {t('branch.bar')}
      </span>
      <ul>
        {branches.map((branch) => (
          <li key={branch.letter} className={branch.isCurrent ? 'is-on' : ''}>
            {renamed === branch.letter ? (
              <NameField
                branch={branch}
                onName={(name) => actions.renameBranch(branch.letter, name)}
                onClose={() => setRenamed(null)}
              />
            ) : (
              <Pill branch={branch} side={compared.indexOf(branch.letter)} actions={actions} />
            )}
          </li>
        ))}
      </ul>
      <span className="ui-branches-tools">
        <IconButton
          icon="pen"
          label={t('branch.rename', { letter: current.letter })}
          onPress={() => setRenamed(current.letter)}
        />
        <IconButton
          icon="trash"
          label={t('branch.drop', { letter: current.letter })}
          onPress={() => actions.dropBranch(current.letter)}
        />
        {compared.length > 0 ? (
          <button type="button" className="ui-button" onClick={() => actions.endComparison()}>
            {t('compare.end')}
          </button>
        ) : (
          <CompareChoice branches={branches} current={current} actions={actions} />
        )}
      </span>
    </section>
  );
}

function Pill(props: { readonly branch: BranchView; readonly side: number; readonly actions: TimeActions }) {
  const { branch, side, actions } = props;
  const text = useText();
  const { t } = text;
  const what = branchTitle(branch, text);
  const seconds = formatSeconds(branch.forkAt);
  const { letter, parent } = branch;
  const label =
    parent === null
      ? t('branch.origin', { letter, what })
      : t('branch.from', { letter, parent, seconds, what });
  return (
    <button
      type="button"
      className={`ui-branch${side >= 0 ? ' is-compared' : ''}`}
      aria-pressed={branch.isCurrent}
      aria-label={label}
      title={label}
      onClick={() => actions.switchBranch(letter)}
    >
      {parent !== null && (
        <span className="ui-branch-from" aria-hidden="true">
          {parent}
          <svg viewBox="0 0 14 14" width="12" height="12">
            <path d="M3 0v14M3 5c0 4 8 2 8 9" fill="none" stroke="currentColor" strokeWidth="1.8" />
          </svg>
        </span>
      )}
      <b>{letter}</b>
      <span className="ui-branch-what">{what}</span>
      {parent !== null && <small>{t('branch.at', { seconds })}</small>}
      {branch.more > 0 && <small>{t('branch.more', { count: branch.more })}</small>}
    </button>
  );
}

function NameField(props: { readonly branch: BranchView; onName(name: string): void; onClose(): void }) {
  const { branch, onName, onClose } = props;
  const text = useText();
  const [name, setName] = useState(branch.name ?? '');
  return (
    <form
      className="ui-branch is-renamed"
      onSubmit={(event) => {
        event.preventDefault();
        onName(name);
        onClose();
      }}
    >
      <b>{branch.letter}</b>
      <input
        autoFocus
        value={name}
        maxLength={60}
        placeholder={branchTitle({ ...branch, name: null }, text)}
        aria-label={text.t('branch.name', { letter: branch.letter })}
        onChange={(event) => setName(event.target.value)}
        onBlur={() => {
          onName(name);
          onClose();
        }}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          event.stopPropagation();
          onClose();
        }}
      />
    </form>
  );
}

/** Two branches are compared at once; of more, the other one is chosen. */
function CompareChoice(props: {
  readonly branches: readonly BranchView[];
  readonly current: BranchView;
  readonly actions: TimeActions;
}) {
  const { branches, current, actions } = props;
  const text = useText();
  const others = branches.filter((branch) => branch !== current);
  const compare = (other: string) => {
    const [left, right] = branches
      .map(({ letter }) => letter)
      .filter((one) => one === other || one === current.letter);
    actions.compare(left!, right!);
  };
  const [only] = others;
  if (others.length === 1 && only !== undefined)
    return (
      <button type="button" className="ui-button" onClick={() => compare(only.letter)}>
        {text.t('branch.compare')}
      </button>
    );
  return (
    <label className="ui-select">
      <span className="ui-unseen">{text.t('branch.compareWith', { letter: current.letter })}</span>
      <select value="" onChange={(event) => compare(event.target.value)}>
        <option value="" disabled>
          {text.t('branch.compare')}
        </option>
        {others.map((branch) => (
          <option key={branch.letter} value={branch.letter}>
            {branch.letter} {branchTitle(branch, text)}
          </option>
        ))}
      </select>
      <Icon name="chevronDown" size={14} />
    </label>
  );
}
