// SPDX-License-Identifier: Apache-2.0
import type en from '../en/session';
import type { Texts } from '../keys';

export default {
  title: '登录',
  signInTo: '登录 Ensemble',
  publicProject: '公开项目',
  takePart: '登录以参与',
  signIn: '登录',
  signingIn: '正在登录…',
  name: '用户名',
  password: '密码',
  showPassword: '显示密码',
  hidePassword: '隐藏密码',
  wrong: '用户名与密码不匹配。',
  askForLink:
    '没有密码或忘记了密码？在服务器上运行 `ensembled user link NAME`，它会打印一个登录链接。',
  linkSpent: '此链接已过期或已被使用。请在服务器上运行 `ensembled user link NAME` 获取新链接。',
  welcome: '欢迎，{name}',
  choosePassword: '您已登录。该链接只能使用一次，请设置密码以便下次登录。',
  newPassword: '新密码',
  passwordHint: '至少 10 个字符。几个互不相关的词就很好。',
  passwordShort: '太短了：至少需要 10 个字符。',
  passwordLong: '太长了：最多 1,024 字节。',
  saveAndContinue: '保存并继续',
  later: '稍后',
} satisfies Texts<typeof en>;
