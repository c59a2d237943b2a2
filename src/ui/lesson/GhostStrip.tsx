import { useEffect, useRef, useState } from 'react';
import type { GhostColumn, GhostRun } from '../../lesson/view';
import { Icon } from '../Icon';
import { RichText } from '../RichText';
import { plain, useText } from '../text';
import { spaceOf } from '../useSpace';
import { LessonIcon } from './LessonIcon';
import './ghost.css';

/**
 * What is believed, above what happens, in the same columns: a table, to the eye and to a screen reader. The
 * truth of a column appears when it has happened; a dashed line stands where the two part for the first time.
 */
export default function GhostStrip({ ghost }: { readonly ghost: GhostRun }) {
  const { t } = useText();
  const [isOpen, setOpen] = useState(() => spaceOf(window.innerWidth, window.innerHeight).size !== 'phone');
  const scroller = useRef<HTMLDivElement>(null);
  const { columns, partsAt } = ghost;
  const current = columns.findLastIndex((column) => column.truth !== null);
  useNewestInView(scroller, current, isOpen);
  const parting = partsAt === null ? null : (columns[partsAt] ?? null);
  return (
    <section className={`les-ghost${isOpen ? '' : ' is-folded'}`} aria-label={t('lesson.ghost')}>
      <button
        type="button"
        className="ui-button ui-square les-ghost-fold"
        aria-expanded={isOpen}
        aria-label={t(isOpen ? 'lesson.ghost.hide' : 'lesson.ghost.show')}
        title={t(isOpen ? 'lesson.ghost.hide' : 'lesson.ghost.show')}
        onClick={() => setOpen(!isOpen)}
      >
        <Icon name={isOpen ? 'chevronDown' : 'chevronUp'} size={18} />
      </button>
      {isOpen ? (
        <div
          className="les-ghost-scroll"
          ref={scroller}
          tabIndex={0}
          role="group"
          aria-label={t('lesson.ghost')}
        >
          <table>
            <caption className="ui-unseen">{t('lesson.ghost.caption')}</caption>
            <thead>
              <tr>
                <td />
                {columns.map((column, index) => (
                  <th key={column.id} scope="col" className={edge(index, current, partsAt)}>
                    <Words of={column} part="label" />
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              <tr className="is-believed">
                <th scope="row">
                  <LessonIcon name="ghost" size={20} />
                  <span>
                    <b>{t('lesson.ghost.believed')}</b> <small>{ghost.belief}</small>
                  </span>
                </th>
                {columns.map((column, index) => (
                  <td key={column.id} className={edge(index, current, partsAt)}>
                    <span className="les-cell">
                      <Words of={column} part="believed" />
                    </span>
                  </td>
                ))}
              </tr>
              <tr className="is-true">
                <th scope="row">
                  <Icon name="wire" size={20} />
                  <span>
                    <b>{t('lesson.ghost.truth')}</b>
                  </span>
                </th>
                {columns.map((column, index) => (
                  <td key={column.id} className={edge(index, current, partsAt)}>
                    {index === partsAt && (
                      <span className="les-parts">
                        <Icon name="cross" size={13} /> {t('lesson.ghost.parts')}
                      </span>
                    )}
                    <TrueCell column={column} />
                  </td>
                ))}
              </tr>
            </tbody>
          </table>
        </div>
      ) : (
        <p className="les-ghost-line">
          <LessonIcon name="ghost" size={20} /> <b>{ghost.belief}</b>
          <span className={parting === null ? '' : 'ui-bad'}>
            {parting === null ? t('lesson.ghost.together') : <PartedAt column={parting} />}
          </span>
        </p>
      )}
    </section>
  );
}

function TrueCell({ column }: { readonly column: GhostColumn }) {
  const { t } = useText();
  if (column.truth === null)
    return (
      <span className="les-cell is-open">
        <span aria-hidden="true">?</span>
        <span className="ui-unseen">{t('lesson.ghost.notYet')}</span>
      </span>
    );
  const differs = column.agrees === false;
  return (
    <span className={`les-cell${differs ? ' is-other' : ''}`}>
      <Words of={column} part="truth" />
      {differs && <span className="ui-unseen"> {t('lesson.ghost.differs')}</span>}
    </span>
  );
}

function Words(props: { readonly of: GhostColumn; readonly part: 'label' | 'believed' | 'truth' }) {
  const { say } = useText();
  const message = props.of[props.part];
  if (message === null) return null;
  const text = say(message);
  return (
    <span className="les-cell-words" title={plain(text)}>
      <RichText text={text} />
    </span>
  );
}

function PartedAt({ column }: { readonly column: GhostColumn }) {
  const { t, say } = useText();
  return t('lesson.ghost.partedAt', { column: say(column.label) });
}

/** Where a column stands: the one that parts, and the last that has happened. */
function edge(index: number, current: number, partsAt: number | null): string {
  return `${index === partsAt ? 'is-parting ' : ''}${index === current ? 'is-newest' : ''}`.trim();
}

/** Keeps the column that happened last in view, without moving the page. */
function useNewestInView(
  scroller: { readonly current: HTMLElement | null },
  current: number,
  isOpen: boolean,
): void {
  useEffect(() => {
    if (scroller.current !== null) showNewest(scroller.current);
  }, [scroller, current, isOpen]);
}

function showNewest(box: HTMLElement): void {
  const cell = box.querySelector<HTMLElement>('thead .is-newest');
  if (cell === null) return;
  const names = box.querySelector<HTMLElement>('tbody th')?.offsetWidth ?? 0;
  const right = cell.offsetLeft + cell.offsetWidth * 2;
  if (cell.offsetLeft - names < box.scrollLeft) box.scrollLeft = cell.offsetLeft - names;
  else if (right > box.scrollLeft + box.clientWidth) box.scrollLeft = right - box.clientWidth;
}
