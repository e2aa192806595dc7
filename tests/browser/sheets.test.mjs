// Forty rows at once: a workbook made with LibreOffice goes up, its columns are read, every row is
// shown with what is wrong, and only then are all of them filed, once.

import assert from 'node:assert/strict';
import path from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { open, signIn } from './cast.mjs';
import { check, noSidewaysScroll, openSite, shot } from './harness.mjs';

const SHEETS = path.join(path.dirname(fileURLToPath(import.meta.url)), '../web/sheets');
const sheet = name => path.join(SHEETS, name);

// A site for each: rows that were filed are known again, whatever file they come in.
let site;
beforeEach(async () => { site = await openSite(); });
afterEach(() => site.close());

const look = async (page, name, statuses = []) => {
  await check(page, { statuses });
  await noSidewaysScroll(page);
  await shot(page, name);
};

const press = async (page, name) => {
  await page.getByRole('button', { name }).first().click();
  await page.waitForLoadState();
};

/** Whatever takes longer than a page has a page for its progress; without scripts one looks again. */
const until = async (page, address) => {
  for (let looks = 0; !address.test(page.url()) && looks < 200; looks += 1) {
    assert.match(page.url(), /\/viec\/|\/nhap-nhieu/);
    await page.goto(page.url());
  }
  assert.match(page.url(), address);
};

const upload = async (page, name) => {
  await open(page, '/nhap-nhieu');
  await page.setInputFiles('input[type=file]', sheet(name));
  await press(page, 'Tải lên và xem');
};

const choose = async page => {
  await page.getByLabel('Cho cơ quan biết tên').selectOption('open');
  await page.getByLabel('Công khai', { exact: true }).selectOption('private');
};

for (const [device, file] of [['phone', 'sach.ods'], ['desktop', 'sach.xlsx']]) {
  test(`a clean list becomes receipts: ${device}`, async () => {
    const page = await site[device]();
    await signIn(page, 'thu');
    await upload(page, file);
    await until(page, /\/cot$/);
    await look(page, `${device}-bang-cot`);
    await press(page, 'Kiểm tra từng dòng');
    const wrong = await page.locator('#tom-tat-loi').innerText();
    assert.match(wrong, /^Cho cơ quan biết tên: /m);
    assert.match(wrong, /^Công khai: /m);
    await look(page, `${device}-bang-cot-loi`, [422]);
    await choose(page);
    await press(page, 'Kiểm tra từng dòng');
    await until(page, /\/xem-truoc/);
    await look(page, `${device}-bang-xem-truoc`);
    assert.match(await page.locator('main').innerText(), /Phải dời lò gas/);
    await page.check('[name=dong_y]');
    await press(page, /^Nhập/);
    await until(page, /\/ket-qua/);
    await look(page, `${device}-bang-ket-qua`);
    assert.match(await page.locator('main').innerText(), /KK24-\d{4}/);
    const given = page.waitForEvent('download');
    await page.locator('main a.btn').first().click();
    assert.match((await given).suggestedFilename(), /\.xlsx$/);
    await upload(page, file);
    await until(page, /\/ket-qua/);
    assert.match(await page.locator('main').innerText(), /đã (được )?nhập/i);
    await look(page, `${device}-bang-lan-nua`);
  });
}

test('a list with errors files nothing and says where they are', async () => {
  const page = await site.desktop();
  await signIn(page, 'thu');
  await upload(page, 'danh-sach.xls');
  await until(page, /\/cot$/);
  await choose(page);
  await press(page, 'Kiểm tra từng dòng');
  await until(page, /\/xem-truoc/);
  await look(page, 'bang-loi');
  assert.equal(await page.getByRole('button', { name: /^Nhập/ }).count(), 0);
  assert.match(await page.locator('main').innerText(), /lỗi/i);
});
