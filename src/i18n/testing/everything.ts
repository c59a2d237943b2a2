/** All sentences of both languages, for tests that do not care when they are loaded. */
import '../later';
import { en as enNow } from '../en/catalogue';
import { later as enLater } from '../en/later';
import { zhCN as zhNow } from '../zh-CN/catalogue';
import { later as zhLater } from '../zh-CN/later';

export const en = { ...enNow, ...enLater };
export const zhCN = { ...zhNow, ...zhLater };
