/** Importing this adds the sentences of slides, in both languages. */
import { slide as en } from './en/slide';
import { addTexts } from './translate';
import { slide as zhCN } from './zh-CN/slide';

addTexts('en', en);
addTexts('zh-CN', zhCN);
