/** Importing this adds the sentences of everything that opens later than the page itself, in both languages. */
import { later as en } from './en/later';
import { addTexts } from './translate';
import { later as zhCN } from './zh-CN/later';

addTexts('en', en);
addTexts('zh-CN', zhCN);
