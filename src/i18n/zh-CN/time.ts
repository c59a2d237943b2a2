/** 分支、书签、对照、分享。 */
export const time = {
  'address.cut.text': '这个链接不完整，能读到的部分已经照做。',
  'address.cut.mend': '请重新复制整个链接：有些聊天软件会把它截断。',
  'address.changed.text': '这个链接有损坏。能读到的部分已经照做，但未必是原来的意思。',
  'address.changed.mend': '请重新复制整个链接。',
  'address.otherNames.text': '这个链接是用场景的另一个版本做的：当时的操作现在可能落到别的 Pod 上。',
  'address.otherNames.mend': '请以眼前的画面重新生成链接。',
  'address.notAll.text': '这个链接里的操作，有一些在这里做不了。',
  'address.notAll.mend': '可以从这里继续，或重新开始。',
} as const;
