// A signed answer that waits for the sitting: held, seen by nobody outside, released with the
// others; once without scripts and once with them. And a draft that saves itself.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { file, judge, open, receive, respond, signIn } from './cast.mjs';
import { check, noSidewaysScroll, openSite, shot } from './harness.mjs';

let site;
before(async () => { site = await openSite(); });
after(() => site.close());

for (const [device, phone] of [['phone', '0912 555 131'], ['desktop', '0912 555 132']]) {
  test(`draft, sign, hold, release: ${device}, scripts ${device === 'phone' ? 'off' : 'on'}`, async () => {
    const looking = page => async name => {
      await noSidewaysScroll(page);
      await shot(page, `${device}-phat-hanh-${name}`);
    };
    const filed = await file(await site[device](), { summary: `Xin lắp trạm biến áp cho xưởng mộc (${device})`, phone });
    for (const [name, act] of [['thu', receive], ['hoa', respond]]) {
      const page = await site[device]();
      await signIn(page, name);
      await act(page, filed.reference, looking(page));
      await page.context().close();
    }
    const leader = await site[device]();
    await signIn(leader, 'son');
    await open(leader, `/xu-ly/${filed.reference}/duyet`);
    await leader.check('[name=phat_hanh][value=cho]');
    await looking(leader)('duyet');
    await leader.getByRole('button', { name: 'Duyệt và gửi', exact: true }).click();
    await leader.waitForLoadState();
    await check(leader);

    const filer = await site[device]();
    await open(filer, '/tra-cuu');
    await filer.fill('[name=ma_bi_mat]', filed.code);
    await filer.fill('[name=lien_he]', phone);
    await filer.getByRole('button', { name: 'Xem hồ sơ', exact: true }).click();
    await filer.waitForURL(new RegExp(`/ho-so/${filed.reference}`));
    assert.doesNotMatch(await filer.locator('main').innerText(), /giao từ quý II năm 2025|SCT-|đã ký/);

    const secretary = await site[device]();
    await signIn(secretary, 'van');
    await open(secretary, '/xu-ly/phat-hanh');
    assert.match(await secretary.locator('main').innerText(), new RegExp(filed.reference));
    await looking(secretary)('phat-hanh');
    await secretary.getByRole('button', { name: 'Phát hành các trả lời đã chọn', exact: true }).click();
    await secretary.waitForLoadState();
    await check(secretary);
    assert.match(await secretary.locator('main').innerText(), /Đã phát hành/);
    await judge(await site[device](), filed, phone);
  });
}

test('a draft saves itself, and says so', async () => {
  const filed = await file(await site.desktop(), { summary: 'Xin vay vốn mua máy chẻ mây', phone: '0912 555 133' });
  const clerk = await site.desktop();
  await signIn(clerk, 'thu');
  await receive(clerk, filed.reference);
  const page = await site.desktop();
  await signIn(page, 'hoa');
  await open(page, `/xu-ly/${filed.reference}`);
  await page.getByRole('button', { name: 'Nhận việc', exact: true }).click();
  await page.waitForLoadState();
  await open(page, `/xu-ly/${filed.reference}/tra-loi`);
  await page.fill('[name=tra_loi]', 'Ngân hàng Chính sách xã hội cho vay đến 100 triệu đồng.');
  await page.locator('#da-luu').filter({ hasText: 'Đã lưu nháp' }).waitFor({ timeout: 40_000 });
  // What it saved is there for the next browser, and the page goes on without being an old one.
  await page.fill('[name=tra_loi_ngan]', 'Vay được đến 100 triệu đồng.');
  await page.getByRole('button', { name: 'Lưu nháp', exact: true }).last().click();
  await page.waitForLoadState();
  await check(page);
  assert.equal(await page.locator('[name=tra_loi]').inputValue(), 'Ngân hàng Chính sách xã hội cho vay đến 100 triệu đồng.');
});
