/** Branches, bookmarks, comparing, sharing. */
export const time = {
  'address.cut.text': 'This link is cut off. What could be read of it was done.',
  'address.cut.mend': 'Copy the whole link again: some chat programs end it too early.',
  'address.changed.text':
    'This link is damaged. What could be read of it was done, and may not be what was meant.',
  'address.changed.mend': 'Copy the whole link again.',
  'address.otherNames.text':
    'This link was made with another version of the scenario: what was done then may hit other Pods now.',
  'address.otherNames.mend': 'Make a new link from what you see here.',
  'address.notAll.text': 'Not all that this link tells could be done here.',
  'address.notAll.mend': 'Go on from here, or start over.',
} as const;
