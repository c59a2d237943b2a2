/** 终端周围的文字。kubectl 自己的输出到处都是英文，和真的一样。 */
export const terminal: Readonly<Record<string, string>> = {
  'terminal.title': '终端：kubectl',
  'terminal.prompt': '命令行',
  'terminal.hint': 'Tab 补全，↑ 找回上一条',
  'terminal.output': '输出',
  'terminal.candidates': '可以接着写的',
  'terminal.candidates.count.other': '{count} 个候选。方向键选，回车用上；Esc 关掉。',
  'terminal.close': '关掉终端',
  'terminal.resize': '终端高度',
  'terminal.echo': '= 按钮',
  'terminal.watching': '正在看 · Ctrl+C 结束',
  'terminal.running': '还在跑 · 继续播放就能看到结果',
  'caption.exec': 'Pod 里的命令去找 **{url}**。',
  'terminal.note.dottedName':
    '名字里有点，BusyBox 就原样去查，不走搜索列表。应用程序会走：用同一个名字 curl 一下试试。',
  'terminal.note.searchList':
    'BusyBox 把搜索列表里的每个域都查一遍，每个结果都打出来。应用程序只要有一个查到就够了。',
};
