/** Sentences around the terminal. What kubectl prints is in English everywhere, as the real one's. */
export const terminal: Readonly<Record<string, string>> = {
  'terminal.title': 'Terminal: kubectl',
  'terminal.prompt': 'Command line',
  'terminal.hint': 'Tab completes, ↑ brings back the last line',
  'terminal.output': 'What has been printed',
  'terminal.candidates': 'What may follow',
  'terminal.candidates.count.one':
    '1 candidate. Choose with the arrow keys, take it with Enter; Escape closes.',
  'terminal.candidates.count.other':
    '{count} candidates. Choose with the arrow keys, take one with Enter; Escape closes.',
  'terminal.close': 'Close the terminal',
  'terminal.resize': 'Height of the terminal',
  'terminal.echo': '= button',
  'terminal.watching': 'Watching · Ctrl+C ends it',
  'terminal.running': 'Running · play on to see its end',
  'caption.exec': 'A command in a Pod asks for **{url}**.',
  'terminal.note.dottedName':
    'BusyBox asks for a name with a dot as it stands and skips the search list. Programs do go through it: try curl with the same name.',
  'terminal.note.searchList':
    'BusyBox asks for the name in every domain of the search list at once and prints every answer. One hit is enough for a program.',
};
