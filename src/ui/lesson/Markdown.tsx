import { memo, useMemo } from 'react';
import { LessonIcon } from './LessonIcon';
import { useText } from '../text';
import { parseInline, parseMarkdown, type Block, type Inline } from './parseMarkdown';

/** A lesson's text: paragraphs, lists and what stands in them. */
export const Markdown = memo(function Markdown(props: {
  readonly text: string;
  readonly className?: string;
}) {
  const blocks = useMemo(() => parseMarkdown(props.text), [props.text]);
  return (
    <div className={`les-text${props.className === undefined ? '' : ` ${props.className}`}`}>
      {blocks.map((block, index) => (
        <BlockOf key={index} block={block} />
      ))}
    </div>
  );
});

/** One sentence, within a label or a button: no paragraphs of its own. */
export const InlineMarkdown = memo(function InlineMarkdown({ text }: { readonly text: string }) {
  return <Runs content={useMemo(() => parseInline(text.trim()), [text])} />;
});

function BlockOf({ block }: { readonly block: Block }) {
  if (block.type === 'code')
    return (
      <pre tabIndex={0}>
        <code>{block.text}</code>
      </pre>
    );
  if (block.type === 'paragraph')
    return (
      <p>
        <Runs content={block.content} />
      </p>
    );
  const items = block.items.map((item, index) => (
    <li key={index}>
      <Runs content={item} />
    </li>
  ));
  return block.ordered ? <ol>{items}</ol> : <ul>{items}</ul>;
}

function Runs({ content }: { readonly content: readonly Inline[] }) {
  return content.map((part, index) => <Run key={index} part={part} />);
}

function Run({ part }: { readonly part: Inline }) {
  const { t } = useText();
  switch (part.type) {
    case 'text':
      return part.text;
    case 'code':
      return <code>{part.text}</code>;
    case 'strong':
      return (
        <b>
          <Runs content={part.content} />
        </b>
      );
    case 'emphasis':
      return (
        <em>
          <Runs content={part.content} />
        </em>
      );
    case 'link':
      return (
        <a href={part.url} target="_blank" rel="noopener noreferrer">
          <Runs content={part.content} />
          <LessonIcon name="away" />
          <span className="ui-unseen"> {t('lesson.newTab')}</span>
        </a>
      );
  }
}
