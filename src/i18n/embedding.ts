/** Importing this adds the sentences of the dialog for embedding, in both languages. */
import { embed as en } from './en/embed';
import { addTexts } from './translate';
import { embed as zhCN } from './zh-CN/embed';

addTexts('en', en);
addTexts('zh-CN', zhCN);
