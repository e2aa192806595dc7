// Files from the telephone to the officer's screen, in a folder and in a bucket: the place where a
// photo was taken does not arrive, with and without scripts.

import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import S3rver from 's3rver';
import { signIn } from './cast.mjs';
import { axe, check, freePort, noSidewaysScroll, openSite, shot, weight } from './harness.mjs';

/** What a telephone writes into a photo taken in Bát Tràng. */
const PLACE = 'N 20.9766 E 105.9128';

/** A real photo, of so many pixels, with Exif that holds the place. */
async function photo(page, width, height) {
  const plain = await page.evaluate(
    ([width, height]) => {
      const canvas = document.createElement('canvas');
      [canvas.width, canvas.height] = [width, height];
      const paint = canvas.getContext('2d');
      const noise = paint.createImageData(width, height);
      for (let at = 0; at < noise.data.length; at++) noise.data[at] = at % 4 === 3 ? 255 : (at * 2654435761) >>> 24;
      paint.putImageData(noise, 0, 0);
      return canvas.toDataURL('image/jpeg', 0.9).split(',')[1];
    },
    [width, height],
  );
  const jpeg = Buffer.from(plain, 'base64');
  const exif = Buffer.concat([Buffer.from('Exif\0\0MM\0*\0\0\0\x08\0\0\0\0\0\0', 'latin1'), Buffer.from(PLACE)]);
  const head = Buffer.from([0xff, 0xe1, 0, 0]);
  head.writeUInt16BE(exif.length + 2, 2);
  return Buffer.concat([jpeg.subarray(0, 2), head, exif, jpeg.subarray(2)]);
}

const PDF = Buffer.from('%PDF-1.4\n1 0 obj <</Type/Catalog>> endobj\ntrailer <</Root 1 0 R>>\n%%EOF\n');
const document = { name: 'đơn.pdf', mimeType: 'application/pdf', buffer: PDF };

const press = async (page, name) => {
  await page.getByRole('button', { name, exact: true }).first().click();
  await page.waitForLoadState();
};

async function story(page, summary) {
  await page.goto('/gui-kho-khan');
  await page.locator('main form .acts button').first().click();
  await page.waitForURL(/noi-dung/);
  await page.fill('[name=tom_tat]', summary);
  await page.fill('[name=ke_cu_the]', 'Xưởng ở giữa xóm, rộng 180 m².');
  await page.fill('[name=de_nghi]', 'Cho thuê 300 m² ở cụm giai đoạn 2.');
}

/** From the second screen to the receipt; returns the reference. */
async function rest(page, phone) {
  await page.waitForURL(/nguoi-gui/);
  await page.check('[name=loai][value=household]');
  await page.fill('[name=ten]', 'Hộ gốm bà Lan');
  await page.fill('[name=xa_phuong]', 'xã Bát Tràng, huyện Gia Lâm');
  await page.fill('[name=dien_thoai]', phone);
  await page.check('[name=danh_tinh][value=open]');
  await press(page, 'Lưu và tiếp tục');
  await page.waitForURL(/kiem-tra/);
}

async function send(page) {
  await page.check('[name=cong_khai][value=anonymous]');
  await page.check('[name=dong_y]');
  await press(page, 'Gửi khó khăn');
  await page.waitForURL(/bien-nhan/);
  await check(page);
  return (await page.locator('main').innerText()).match(/KK\d\d-\d{4,}/)[0];
}

/** The bytes behind each link to a file on a page. */
async function downloads(page) {
  const addresses = await page.locator('.files a').evaluateAll((links) => links.map((link) => link.href));
  const files = [];
  for (const address of addresses) {
    const answer = await page.request.get(address);
    assert.equal(answer.status(), 200, address);
    files.push(await answer.body());
  }
  return files;
}

/** Every file below a folder. */
const below = (folder) =>
  readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(path.join(entry.parentPath ?? entry.path, entry.name)));

describe('files in a folder', () => {
  let site, folder;
  before(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'doithoai-files-'));
    site = await openSite({ env: { DOITHOAI_FILES: folder } });
  });
  after(async () => {
    await site.close();
    rmSync(folder, { recursive: true, force: true });
  });

  for (const scripts of [false, true]) {
    test(`a photo is filed from a phone, scripts ${scripts ? 'on' : 'off'}`, async () => {
      const name = scripts ? 'co-script' : 'khong-script';
      const maker = await site.desktop();
      await maker.goto('/');
      const taken = await photo(maker, 3200, 2400);
      assert.ok(taken.includes(PLACE) && taken.length > 1024 * 1024, `${taken.length}`);

      const page = await site.phone({ scripts });
      await story(page, `Phải dời lò gas (${name})`);
      // Something that is no picture is told so beside the field, and everything else stays.
      const liar = { name: 'ảnh xưởng.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('<svg onload="alert(1)"/>') };
      await page.setInputFiles('[name=tep]', [{ name: 'lò gas.jpg', mimeType: 'image/jpeg', buffer: taken }, document, liar]);
      if (scripts) {
        await page.waitForFunction((most) => globalThis.document.querySelector('[name=tep]').files[0].size < most, taken.length / 2);
      }
      await press(page, 'Lưu và tiếp tục');
      await page.locator('#tep-e').waitFor();
      assert.match(await page.locator('#tep-e').innerText(), /không đúng với đuôi/);
      assert.equal(await page.inputValue('[name=tom_tat]'), `Phải dời lò gas (${name})`);
      assert.equal(await page.locator('.files li').count(), 2);
      await noSidewaysScroll(page);
      await shot(page, `tep-${name}-loi`);
      await check(page, { statuses: [422] });
      if (scripts) {
        await axe(page);
        const heavy = await weight(page);
        assert.ok(heavy.bytes < 60_000, `${heavy.bytes} bytes`);
      }
      await press(page, 'Lưu và tiếp tục');
      await rest(page, scripts ? '0912 555 202' : '0912 555 201');
      assert.match(await page.locator('main').innerText(), /2 tệp kèm theo/);
      await noSidewaysScroll(page);
      await shot(page, `tep-${name}-kiem-tra`);
      const reference = await send(page);
      await shot(page, `tep-${name}-bien-nhan`);

      // On a phone that can, the photo travelled smaller; either way without its place.
      const [kept, paper] = await downloads(page);
      assert.ok(kept.subarray(0, 3).equals(Buffer.from([0xff, 0xd8, 0xff])));
      assert.ok(scripts ? kept.length < taken.length / 2 : kept.length > taken.length - 200, `${kept.length}`);
      assert.ok(!kept.includes(PLACE) && paper.equals(PDF));
      const stored = below(folder);
      assert.ok(stored.length >= 2 && stored.every((file) => !file.includes(PLACE)));

      // Afterwards, from the page of the file.
      await page.goto(`/ho-so/${reference}`);
      await page.setInputFiles('[name=tep]', [{ ...document, name: 'giấy phép.pdf' }]);
      await page.fill('[name=bo_sung]', 'Tôi quên giấy phép.');
      await press(page, 'Gửi thêm vào hồ sơ');
      assert.match(await page.locator('#trao-doi').locator('..').innerText(), /giấy phép\.pdf/);
      await noSidewaysScroll(page);
      await shot(page, `tep-${name}-ho-so`);
      await check(page);

      const clerk = await site.desktop({ scripts });
      await signIn(clerk, 'thu');
      await clerk.goto(`/xu-ly/${reference}`);
      assert.equal((await downloads(clerk)).length, 3);
      await shot(clerk, `tep-${name}-xu-ly`);
      await check(clerk);

      // A stranger meets a number that does not exist.
      const stranger = await site.phone();
      const address = await clerk.locator('.files a').first().getAttribute('href');
      const answer = await stranger.request.get(address.replace('/xu-ly/', '/ho-so/'));
      assert.equal(answer.status(), 404);
      assert.match(await site.run('check'), /file\(s\): 0 violation/);
    });
  }

  test('a file is dropped onto the field and taken away again', async () => {
    const page = await site.desktop();
    await story(page, 'Kéo thả');
    await page.evaluate(() => {
      const dropped = new DataTransfer();
      dropped.items.add(new File(['%PDF-1.4\n%%EOF\n'], 'kéo thả.pdf', { type: 'application/pdf' }));
      const zone = globalThis.document.querySelector('.drop');
      zone.dispatchEvent(new DragEvent('drop', { dataTransfer: dropped, bubbles: true, cancelable: true }));
    });
    await page.waitForFunction(() => globalThis.document.querySelector('[name=tep]').files.length === 1);
    await press(page, 'Tải tệp lên');
    await page.getByText('kéo thả.pdf').first().waitFor();
    await shot(page, 'tep-keo-tha');
    await axe(page);
    await page.locator('[name=bo_tep]').click();
    await page.waitForLoadState();
    assert.equal(await page.locator('.files li').count(), 0);
    assert.equal(await page.inputValue('[name=tom_tat]'), 'Kéo thả');
    await check(page);
  });
});

describe('files in a bucket', () => {
  let site, server, folder;
  before(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'doithoai-s3-'));
    server = new S3rver({
      address: '127.0.0.1',
      port: await freePort(),
      silent: true,
      directory: folder,
      configureBuckets: [{ name: 'hoi-nghi' }],
    });
    const { port } = await server.run();
    site = await openSite({
      env: {
        DOITHOAI_FILES: 's3://hoi-nghi/tep',
        DOITHOAI_S3_ENDPOINT: `http://127.0.0.1:${port}`,
        // What this server knows its only user by.
        DOITHOAI_S3_KEY: 'S3RVER',
        DOITHOAI_S3_SECRET: 'S3RVER',
      },
    });
  });
  after(async () => {
    await site.close();
    await server.close().catch(() => {});
    rmSync(folder, { recursive: true, force: true });
  });

  test('they are put, fetched, proved and removed; without the server words stay', async () => {
    const maker = await site.desktop();
    await maker.goto('/');
    const taken = await photo(maker, 640, 480);
    const page = await site.phone();
    await story(page, 'Trong thùng chứa');
    const throwaway = { ...document, name: 'bỏ đi.pdf' };
    await page.setInputFiles('[name=tep]', [throwaway, { name: 'lò gas.jpg', mimeType: 'image/jpeg', buffer: taken }]);
    await press(page, 'Tải tệp lên');
    const objects = () => below(folder).filter((file) => file.includes('%PDF') || file.includes('\xff\xd8\xff', 0, 'latin1'));
    assert.equal(objects().length, 2);
    assert.ok(below(folder).every((file) => !file.includes(PLACE)));
    await page.locator('[name=bo_tep]').first().click();
    await page.waitForLoadState();
    assert.equal(objects().length, 1);
    await press(page, 'Lưu và tiếp tục');
    await rest(page, '0912 555 203');
    const reference = await send(page);
    const [kept] = await downloads(page);
    assert.ok(kept.length > taken.length - 200 && !kept.includes(PLACE));
    assert.match(await site.run('check'), /1 file\(s\): 0 violation/);

    await server.close();
    const other = await site.phone();
    await story(other, 'Kho đang tắt');
    await other.setInputFiles('[name=tep]', [document]);
    await press(other, 'Lưu và tiếp tục');
    await other.locator('#tep-e').waitFor();
    assert.match(await other.locator('#tep-e').innerText(), /Kho tệp tạm thời/);
    assert.equal(await other.inputValue('[name=tom_tat]'), 'Kho đang tắt');
    const address = await page.locator('.files a').first().getAttribute('href');
    assert.equal((await page.request.get(address)).status(), 503);
    assert.ok(reference);
    await check(other, { statuses: [422] });
  });
});
