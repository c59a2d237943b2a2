/** Rule text with what decides in bold and the comment in grey; every character stays as it is. */
const PARTS =
  /(-m comment --comment (?:"[^"]*"|\S+))|(--probability \S+|-j \S+|--to-destination \S+|-d \S+|--dport \S+)/g;

export function RuleText({ text }: { readonly text: string }) {
  const runs: { text: string; look: string }[] = [];
  let end = 0;
  for (const match of text.matchAll(PARTS)) {
    if (match.index > end) runs.push({ text: text.slice(end, match.index), look: '' });
    runs.push({ text: match[0], look: match[1] === undefined ? 'is-key' : 'is-comment' });
    end = match.index + match[0].length;
  }
  if (end < text.length) runs.push({ text: text.slice(end), look: '' });
  return (
    <code className="ui-rule-text" translate="no">
      {runs.map((run, index) => (
        <span key={index} className={run.look}>
          {run.text}
        </span>
      ))}
    </code>
  );
}
