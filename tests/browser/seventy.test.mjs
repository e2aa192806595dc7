// Seventy difficulties wait. The clerk places them: one after another with at most four requests
// each, and seventy at once on one page that shows every row. Requests are counted as they leave
// the browser; only documents count, redirects among them. Scripts make no difference.

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { open, signIn } from './cast.mjs';
import { axe, check, noSidewaysScroll, openSite, shot } from './harness.mjs';

const WAITING = 70;
const QUEUE = '/xu-ly/tiep-nhan?so_dong=100';
const REQUESTS_AT_MOST = 4;

let site;
let folder;
beforeEach(async () => {
  site = await openSite();
  folder = mkdtempSync(path.join(tmpdir(), 'doithoai-seventy-'));
  await site.run('import', sheet(), '--conference', 'lang-nghe-2024', '--account', 'thu');
});
afterEach(async () => {
  rmSync(folder, { recursive: true, force: true });
  await site.close();
});

/** A list of seventy, as an association would hand it in. */
const sheet = () => {
  const rows = Array.from({ length: WAITING }, (_, at) => {
    const number = at + 1;
    return [
      `Cơ sở số ${number}`, `0912 7${String(number).padStart(2, '0')} 000`, 'hộ', 'Bát Tràng',
      'xã Bát Tràng, huyện Gia Lâm', `Việc số ${number}: lò số ${number} chưa có chỗ ở cụm công nghiệp`,
      `Xưởng thứ ${number} ở giữa xóm, đã chờ ${number} tháng mà chưa được giao đất.`,
      `Giao ô đất số ${number}.`, String(number % 3 + 1), 'có', 'không',
    ].join(';');
  });
  const head = 'Tên đơn vị;Điện thoại;Loại hình;Làng nghề;Xã phường;Tóm tắt;Nội dung;Đề nghị;Nhóm vấn đề;Cho cơ quan biết tên;Công khai';
  const file = path.join(folder, 'bay-muoi.csv');
  writeFileSync(file, `\ufeff${[head, ...rows].join('\r\n')}\r\n`);
  return file;
};

/** Documents that a page asks for from now on. */
const counting = page => {
  const asked = [];
  page.on('request', request => {
    if (request.resourceType() === 'document') asked.push(`${request.method()} ${new URL(request.url()).pathname}`);
  });
  return asked;
};

const press = async button => {
  const page = button.page();
  await Promise.all([page.waitForNavigation(), button.click()]);
};

/** Topic groups that filers left open are the clerk's to choose. */
const chooseGroups = async page => {
  for (const select of await page.locator('main select[name=nhom], main select[name=doan_nhom]').all()) {
    if (/^(KK[\d-]+:)?$/.test(await select.inputValue())) await select.selectOption({ index: 1 });
  }
};

const total = async page => Number((await page.locator('.pager .muted').innerText()).match(/trên ([\d.]+)/)[1].replace('.', ''));

for (const device of ['phone', 'desktop']) {
  const scripts = device === 'phone' ? 'off' : 'on';

  test(`one after another, four requests each at most: scripts ${scripts}`, async () => {
    const page = await site[device]();
    await signIn(page, 'thu');
    await open(page, QUEUE);
    const before = await total(page);
    assert.ok(before >= WAITING, `${before} wait`);
    const asked = counting(page);
    for (let placed = 0; placed < WAITING; placed += 1) {
      const from = asked.length;
      if (device === 'phone') {
        // On a narrow screen a row leads to its page.
        await press(page.locator('.q tbody a.alone:visible').first());
        await chooseGroups(page);
        await press(page.locator('main button:not(.vh)[name=viec][value=chuyen]').first());
      } else {
        // Beside the queue the first letter is already open; "1" leads to its button.
        await chooseGroups(page);
        await page.locator('h1').click();
        await page.keyboard.press('1');
        await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
      }
      await page.goto(QUEUE);
      const requests = asked.slice(from);
      assert.ok(requests.length <= REQUESTS_AT_MOST, `${requests.length}: ${requests.join(', ')}`);
    }
    await check(page);
    assert.equal(await total(page).catch(() => 0), before - WAITING);
    console.log(`# scripts ${scripts}: ${asked.length} requests for ${WAITING} difficulties, ${(asked.length / WAITING).toFixed(1)} each`);
  });

  test(`seventy at once on one page: scripts ${scripts}`, async () => {
    const page = await site[device]();
    await signIn(page, 'thu');
    await open(page, QUEUE);
    const before = await total(page);
    const asked = counting(page);
    await page.goto(QUEUE);
    await page.check('[name=ca_bo_loc]');
    await shot(page, `${device}-bay-muoi-hang-doi`);
    await press(page.locator('.bulk button[value=chuyen]'));
    await noSidewaysScroll(page);
    await shot(page, `${device}-bay-muoi-xac-nhan`);
    assert.equal(await page.locator('.bulk-rows tbody tr').count(), before, 'every row is shown');
    assert.match(await page.locator('.bulk-rows tbody tr').first().innerText(), /Tiếp nhận, giao .+ hạn .+/s);
    await chooseGroups(page);
    await press(page.locator('button[name=xac_nhan][value="1"]'));
    await check(page);
    await noSidewaysScroll(page);
    await shot(page, `${device}-bay-muoi-ket-qua`);
    assert.match(await page.locator('h1').innerText(), new RegExp(`Đã chuyển ${before} hồ sơ`));
    assert.ok(asked.length <= REQUESTS_AT_MOST, `${asked.length}: ${asked.join(', ')}`);
    console.log(`# scripts ${scripts}: ${asked.length} requests for ${before} difficulties at once`);

    // One button takes all of it back.
    await press(page.locator('form[action$="/hoan-tac"] button'));
    assert.match(await page.locator('main').innerText(), new RegExp(`Đã hoàn tác ${before} hồ sơ`));
    await open(page, QUEUE);
    assert.equal(await total(page), before);
    if (scripts === 'on') {
      await page.check('[data-chon-het] input');
      assert.match(await page.locator('.bulk strong').innerText(), new RegExp(`Đã chọn ${Math.min(before, 100)}`));
      await axe(page);
    }
    assert.match(await site.run('check'), / 0 violation/);
  });
}
