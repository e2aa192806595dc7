// The walk that matters, from the first line typed to "it helped": once on an old phone without
// scripts, once on a desktop with them.

import { after, before, test } from 'node:test';
import { approve, file, judge, receive, respond, signIn } from './cast.mjs';
import { noSidewaysScroll, openSite, shot } from './harness.mjs';

let site;
before(async () => { site = await openSite(); });
after(() => site.close());

for (const [device, phone] of [['phone', '0912 555 101'], ['desktop', '0912 555 102']]) {
  test(`file, receive, assign, respond, approve, close: ${device}, scripts ${device === 'phone' ? 'off' : 'on'}`, async () => {
    const looking = page => async name => {
      await noSidewaysScroll(page);
      await shot(page, `${device}-${name}`);
    };
    const filer = await site[device]();
    const filed = await file(filer, { summary: `Phải dời lò gas (${device})`, phone, look: looking(filer) });
    for (const [name, act] of [['thu', receive], ['hoa', respond], ['son', approve]]) {
      const page = await site[device]();
      await signIn(page, name);
      await act(page, filed.reference, looking(page));
      await page.context().close();
    }
    const again = await site[device]();
    await judge(again, filed, phone, looking(again));
  });
}
