/** All sentences of both languages, for tests that do not care when they are loaded. */
import '../later';
import '../slides';
import { en as enNow } from '../en/catalogue';
import { later as enLater } from '../en/later';
import { slide as enSlide } from '../en/slide';
import { zhCN as zhNow } from '../zh-CN/catalogue';
import { later as zhLater } from '../zh-CN/later';
import { slide as zhSlide } from '../zh-CN/slide';

export const en = { ...enNow, ...enLater, ...enSlide };
export const zhCN = { ...zhNow, ...zhLater, ...zhSlide };
