// An account of one's own: made, used to file, and found again on the page that says what to do.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { file, open } from './cast.mjs';
import { check, noSidewaysScroll, openSite, shot } from './harness.mjs';

const PASSWORD = 'lò nung gas 4 khối';

let site;
before(async () => { site = await openSite(); });
after(() => site.close());

const look = async (page, name, statuses = []) => {
  await check(page, { statuses });
  await noSidewaysScroll(page);
  await shot(page, name);
};

const press = async (page, name) => {
  await page.getByRole('button', { name, exact: true }).first().click();
  await page.waitForLoadState();
};

for (const [device, scripts, phone] of [
  ['phone', false, '0912 000 731'],
  ['phone', true, '0912 000 732'],
]) {
  test(`sign up, file, and find it again: ${device}, scripts ${scripts ? 'on' : 'off'}`, async () => {
    const name = `${device}-${scripts ? 'co' : 'khong'}-script`;
    const page = await site[device]({ scripts });
    await open(page, '/dang-ky');
    await press(page, 'Lập tài khoản');
    await look(page, `${name}-dang-ky-loi`, [422]);
    await page.fill('[name=dien_thoai_hoac_thu]', phone);
    await page.fill('[name=ten_hien_thi]', 'Xưởng gốm');
    await page.fill('[name=mat_khau]', PASSWORD);
    await page.fill('[name=mat_khau_nhac_lai]', PASSWORD);
    await press(page, 'Lập tài khoản');
    assert.match(page.url(), /\/dang-nhap$/);
    await look(page, `${name}-dang-nhap`);
    await page.fill('[name=ten_dang_nhap]', phone.replaceAll(' ', ''));
    await page.fill('[name=mat_khau]', PASSWORD);
    await press(page, 'Đăng nhập');
    assert.match(page.url(), /\/cua-toi$/);
    await look(page, `${name}-cua-toi-trong`);
    await open(page, '/cua-toi/thong-tin');
    await look(page, `${name}-thong-tin`);
    await file(page, { summary: `Thiếu đất làm xưởng ${name}`, phone });
    await open(page, '/cua-toi');
    assert.match(await page.locator('main').innerText(), new RegExp(`Thiếu đất làm xưởng ${name}`));
    await look(page, `${name}-cua-toi`);
    await page.getByRole('link', { name: new RegExp(`Thiếu đất làm xưởng ${name}`) }).first().click();
    await page.waitForLoadState();
    assert.match(page.url(), /\/ho-so\/KK/);
    await look(page, `${name}-ho-so`);
  });
}
