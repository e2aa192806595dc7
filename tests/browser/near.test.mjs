// Before sending: a published difficulty told in other words is shown; "Tôi cũng gặp" goes with it,
// "Không giống, gửi tiếp" goes on. On an old phone without scripts.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { open, write } from './cast.mjs';
import { check, noSidewaysScroll, openSite, shot } from './harness.mjs';

const TELLING = {
  summary: 'Xe chở thép ra khỏi cụm cơ khí phải đi vòng qua làng',
  story: 'Cụm cơ khí chưa có đường nối ra tỉnh lộ, xe thép vòng qua làng, cấm giờ cao điểm.',
  ask: 'Xin làm đường nối cụm cơ khí với tỉnh lộ.',
};

let site;
before(async () => { site = await openSite(); });
after(() => site.close());

const toNearOnes = async phone => {
  const page = await site.phone();
  await write(page, { ...TELLING, phone });
  await page.waitForURL(/tuong-tu/);
  await check(page);
  await noSidewaysScroll(page);
  return page;
};

const send = async (page, name) => {
  await page.waitForURL(/kiem-tra/);
  await check(page);
  await shot(page, `${name}-kiem-tra`);
  await page.check('[name=cong_khai][value=anonymous]');
  await page.check('[name=dong_y]');
  await page.getByRole('button', { name: 'Gửi khó khăn', exact: true }).click();
  await page.waitForURL(/bien-nhan/);
  await check(page);
  await noSidewaysScroll(page);
  await shot(page, `${name}-bien-nhan`);
  return page.locator('main').innerText();
};

test('a paraphrase is recognised, and "Tôi cũng gặp" gets a receipt of its own', async () => {
  const page = await toNearOnes('0912 555 201');
  const same = page.getByRole('button', { name: /^Tôi cũng gặp/ }).first();
  const none = page.getByRole('button', { name: 'Không giống, gửi tiếp', exact: true });
  const [one, other] = [await same.boundingBox(), await none.boundingBox()];
  assert.deepEqual([one.width, one.height], [other.width, other.height], 'equally large');
  assert.match(await page.locator('main').innerText(), /cụm cơ khí/i);
  await shot(page, 'tuong-tu');
  await same.click();
  const words = await send(page, 'cung-gap');
  assert.match(words, /Đi cùng một hồ sơ đã có/);
  assert.match(words, /Mã bí mật/);
  await page.locator('main .acts a.btn').first().click();
  await page.waitForLoadState();
  await check(page);
  assert.match(await page.locator('main').innerText(), /Trả lời chung/);
  await shot(page, 'cung-gap-ho-so');
});

test('"Không giống, gửi tiếp" files as any other', async () => {
  const page = await toNearOnes('0912 555 202');
  await page.getByRole('button', { name: 'Không giống, gửi tiếp', exact: true }).click();
  const words = await send(page, 'khong-giong');
  assert.doesNotMatch(words, /Đi cùng một hồ sơ đã có/);
});

test('from a published one\'s own page', async () => {
  const page = await site.phone();
  await open(page, '/kho-khan?q=tỉnh lộ');
  await page.locator('main .pi-t a').first().click();
  await page.waitForLoadState();
  await page.getByRole('link', { name: 'Tôi cũng gặp', exact: true }).click();
  await page.waitForURL(/cung-gap/);
  await check(page);
  await noSidewaysScroll(page);
  await shot(page, 'cung-gap-trang');
  await page.getByRole('button', { name: 'Tiếp tục', exact: true }).click();
  await page.waitForURL(/nguoi-gui/);
});
