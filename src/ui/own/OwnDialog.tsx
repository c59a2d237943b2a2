import { useState } from 'react';
import { Icon } from '../Icon';
import { IconButton } from '../IconButton';
import { Modal } from '../Modal';
import { useText } from '../text';
import type { OwnActions, OwnProblem, OwnView } from './contract';
import { FileTabs } from './FileTabs';
import { ProblemList } from './ProblemList';
import { RunPanel } from './RunPanel';
import { TextEditor, type Goal } from './TextEditor';
import './own.css';

/**
 * Somebody's own files: written, pasted or dropped here, with what is wrong with them, and run. A modal
 * `<dialog>`; closing it forgets nothing.
 */
export default function OwnDialog({ own, actions }: { readonly own: OwnView; readonly actions: OwnActions }) {
  const { t } = useText();
  const [goal, setGoal] = useState<Goal | null>(null);
  const [dragDepth, setDragDepth] = useState(0);
  const file = own.files.find(({ id }) => id === own.chosen) ?? own.files[0];

  const goTo = (problem: OwnProblem) => {
    const found = own.files.find(({ path }) => path === problem.file);
    if (found === undefined) return;
    actions.choose(found.id);
    setGoal((last) => ({
      file: found.id,
      line: problem.line,
      column: problem.column,
      count: (last?.count ?? 0) + 1,
    }));
  };
  return (
    <Modal
      onDismiss={() => actions.close()}
      closesOutside={false}
      className="ui-own"
      aria-labelledby="own-title"
      aria-describedby="own-intro"
      data-dropping={dragDepth > 0 || undefined}
      onDragEnter={() => setDragDepth((depth) => depth + 1)}
      onDragLeave={() => setDragDepth((depth) => Math.max(0, depth - 1))}
      onDragOver={(event) => {
        if (bringsFiles(event.dataTransfer)) event.preventDefault();
      }}
      onDrop={(event) => {
        setDragDepth(0);
        // Dropped text belongs to the text field.
        if (!bringsFiles(event.dataTransfer)) return;
        event.preventDefault();
        actions.take(event.dataTransfer);
      }}
    >
      <header className="ui-own-head">
        <div>
          <h2 id="own-title">{t('own.title')}</h2>
          <p id="own-intro">{t('own.intro')}</p>
        </div>
        <IconButton icon="cross" label={t('ui.close')} onPress={() => actions.close()} />
      </header>
      <div className="ui-own-body">
        <FileTabs own={own} actions={actions} />
        {file !== undefined && (
          <TextEditor
            key={file.id}
            file={file}
            problems={own.problems.filter((problem) => problem.file === file.path)}
            goal={goal?.file === file.id ? goal : null}
            actions={actions}
          />
        )}
        <div className="ui-own-side">
          <Messages own={own} />
          <ProblemList own={own} onChoose={goTo} />
          <RunPanel own={own} actions={actions} />
        </div>
      </div>
      <p className="ui-own-drop" aria-hidden="true">
        {t('own.drop')}
      </p>
    </Modal>
  );
}

function bringsFiles(data: DataTransfer): boolean {
  return [...data.types].includes('Files');
}

function Messages({ own }: { readonly own: OwnView }) {
  const { t } = useText();
  const texts = own.messages.map(({ key, params }) => t(key, params));
  if (!own.isKept) texts.push(t('own.notKept'));
  return (
    <ul className="ui-own-messages" role="status">
      {texts.map((text, index) => (
        <li key={index}>
          <Icon name="info" /> {text}
        </li>
      ))}
    </ul>
  );
}
