/** Importing this adds the sentences of exports and of the storyboard, in both languages. */
import { exports as en } from './en/exports';
import { addTexts } from './translate';
import { exports as zhCN } from './zh-CN/exports';

addTexts('en', en);
addTexts('zh-CN', zhCN);
