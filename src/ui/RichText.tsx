import { textRuns } from '../i18n/translate';

/** A sentence with its `**…**` runs set in bold. */
export function RichText({ text }: { readonly text: string }) {
  return (
    <>
      {textRuns(text).map((run, index) =>
        run.bold ? <b key={index}>{run.text}</b> : <span key={index}>{run.text}</span>,
      )}
    </>
  );
}
