/** Importing this adds the sentences of presenter mode, in both languages. */
import { presenter as en } from './en/presenter';
import { addTexts } from './translate';
import { presenter as zhCN } from './zh-CN/presenter';

addTexts('en', en);
addTexts('zh-CN', zhCN);
