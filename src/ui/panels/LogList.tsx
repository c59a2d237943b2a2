import { useDeferredValue, useEffect, useRef, useState } from 'react';
import { formatSeconds } from '../../projection/notation';
import { filterLog, logText } from '../../projection/storyLogText';
import type { LogCard, LogKind, LogRow } from '../../projection/storyCards';
import type { Actions } from '../contract';
import { CopyButton } from '../CopyButton';
import { RichText } from '../RichText';
import { plain, useText, type Text } from '../text';
import { useElementSize } from '../useSpace';

const KINDS: readonly LogKind[] = ['deed', 'refusal', 'request', 'hop', 'cluster', 'rules'];
/** Every row is so high, so that a hundred thousand of them need no measuring. */
const ROW = 66;
/** Rows drawn above and below what is in sight. */
const SPARE = 6;

/** The log, of which only the rows in sight are drawn. */
export function LogList({ card, actions }: { readonly card: LogCard; readonly actions: Actions }) {
  const text = useText();
  const { t } = text;
  const box = useRef<HTMLDivElement>(null);
  const [kinds, setKinds] = useState<ReadonlySet<LogKind>>(() => new Set(KINDS));
  const [wanted, setWanted] = useState('');
  const [height, setHeight] = useState(0);
  const [top, setTop] = useState(0);
  const isHeld = useRef(false);
  useElementSize(box, (_, now) => setHeight(Math.round(now)));
  const found = useFound(card, kinds, useDeferredValue(wanted), text);
  const current = lastUpTo(found, card.current);

  // The moment shown stays in sight while it moves, unless the reader is at the list.
  useEffect(() => {
    const element = box.current;
    if (element === null || isHeld.current) return;
    const at = Math.max(0, current) * ROW;
    if (at < element.scrollTop || at + ROW > element.scrollTop + element.clientHeight)
      element.scrollTop = at - element.clientHeight / 2;
  }, [current, height]);

  const first = Math.max(0, Math.floor(top / ROW) - SPARE);
  const last = Math.min(found.length, Math.ceil((top + height) / ROW) + SPARE);
  const toggle = (kind: LogKind) => {
    const next = new Set(kinds);
    if (!next.delete(kind)) next.add(kind);
    setKinds(next);
  };
  return (
    <>
      <div className="ui-log-tools">
        <input
          type="search"
          value={wanted}
          placeholder={t('log.filter')}
          aria-label={t('log.filter')}
          onChange={(event) => setWanted(event.target.value)}
        />
        <div className="ui-log-kinds" role="group" aria-label={t('log.kinds')}>
          {KINDS.map((kind) => (
            <button
              key={kind}
              type="button"
              className={`ui-log-kind is-${kind}`}
              aria-pressed={kinds.has(kind)}
              onClick={() => toggle(kind)}
            >
              {t(`log.kind.${kind}`)}
            </button>
          ))}
        </div>
        <div className="ui-log-foot">
          <span className="ui-dim" role="status">
            {t('log.shown', { shown: found.length, count: card.count })}
          </span>
          <CopyButton
            label={t('log.copy')}
            text={() =>
              logText(
                found.map((index) => card.rows[index]!),
                (row) => plain(text.say(row.message)),
              )
            }
          />
        </div>
      </div>
      {found.length === 0 && <p className="ui-empty">{t('log.none')}</p>}
      <div
        className="ui-log-box"
        ref={box}
        data-scrolls
        tabIndex={0}
        onScroll={(event) => setTop(event.currentTarget.scrollTop)}
        onPointerEnter={() => (isHeld.current = true)}
        onPointerLeave={() => (isHeld.current = false)}
      >
        <ol style={{ height: found.length * ROW }} aria-label={t('log.tab.log')}>
          {found.slice(first, last).map((index, offset) => (
            <Row
              key={index}
              row={card.rows[index]!}
              at={first + offset}
              count={found.length}
              state={index > card.current ? 'future' : first + offset === current ? 'now' : 'past'}
              text={text}
              onSeek={(at) => actions.seek(at)}
            />
          ))}
        </ol>
      </div>
    </>
  );
}

function Row(props: {
  readonly row: LogRow;
  readonly at: number;
  readonly count: number;
  readonly state: 'past' | 'now' | 'future';
  readonly text: Text;
  onSeek(at: number): void;
}) {
  const { row, at, state, text } = props;
  const sentence = text.say(row.message);
  return (
    <li
      className={`is-${state} is-${row.tone}`}
      style={{ top: at * ROW, height: ROW }}
      aria-posinset={at + 1}
      aria-setsize={props.count}
    >
      <button
        type="button"
        title={plain(sentence)}
        aria-current={state === 'now' ? 'time' : undefined}
        onClick={() => props.onSeek(row.at)}
      >
        <span className="ui-log-line">
          <b>{formatSeconds(row.at)}</b>
          <span className={`ui-log-tag is-${row.kind}`}>{text.t(`log.kind.${row.kind}`)}</span>
          <span className="ui-log-who">{row.who}</span>
        </span>
        <span className="ui-log-sentence">
          <RichText text={sentence} />
        </span>
      </button>
    </li>
  );
}

interface Found {
  readonly key: string;
  readonly rows: readonly LogRow[];
  readonly indexes: number[];
  /** Up to where the log has been looked through. */
  upTo: number;
}

/** Rows that the filter lets through. Of a log that has only grown, only what is new is looked at. */
function useFound(
  card: LogCard,
  kinds: ReadonlySet<LogKind>,
  wanted: string,
  { say, language }: Text,
): number[] {
  const key = `${language} ${[...kinds].sort().join()} ${wanted}`;
  const [known, setKnown] = useState<Found>({ key: '', rows: [], indexes: [], upTo: 0 });
  let found = known;
  if (known.key !== key || known.rows !== card.rows) found = { key, rows: card.rows, indexes: [], upTo: 0 };
  if (found.upTo < card.count) {
    const sentence = (row: LogRow) => sentenceOf(row, language, say);
    const fresh = filterLog(card, { kinds, text: wanted }, sentence, found.upTo);
    found = { ...found, indexes: [...found.indexes, ...fresh], upTo: card.count };
  }
  if (found !== known) setKnown(found);
  return found.indexes;
}

const sentences = new WeakMap<LogRow, { readonly language: string; readonly text: string }>();

/** A row's sentence, made once: whoever types a filter asks for all of them at every letter. */
function sentenceOf(row: LogRow, language: string, say: Text['say']): string {
  const known = sentences.get(row);
  if (known?.language === language) return known.text;
  const text = plain(say(row.message));
  sentences.set(row, { language, text });
  return text;
}

/** Place of the last of these indexes that is not greater than `limit`; -1 if there is none. */
function lastUpTo(indexes: readonly number[], limit: number): number {
  let low = 0;
  let high = indexes.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (indexes[middle]! <= limit) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
