// The cast as the demonstration knows them, and what each does on the page. Everything goes by
// the pages' own fields and buttons, so the same steps serve a phone without scripts and a desktop
// with them.

import assert from 'node:assert/strict';
import { check } from './harness.mjs';

export const PASSWORD = 'lang-nghe-2024';
export const TRADE = 'Sở Công Thương';

const press = async (page, name) => {
  await page.getByRole('button', { name, exact: true }).first().click();
  await page.waitForLoadState();
};

/** Goes to a page and holds it to what every page must keep. */
export const open = async (page, path) => {
  await page.goto(path);
  await check(page);
};

export const signIn = async (page, name) => {
  await open(page, '/dang-nhap');
  await page.fill('[name=ten_dang_nhap]', name);
  await page.fill('[name=mat_khau]', PASSWORD);
  await press(page, 'Đăng nhập');
  assert.match(page.url(), /\/(xu-ly|cua-toi)$/);
};

/** Tells a difficulty and says who it is: the first two screens of filing. */
export const write = async (page, { summary, story, ask, phone, look = async () => {} }) => {
  await open(page, '/gui-kho-khan');
  await look('gui-kho-khan');
  await page.locator('main form .acts button').first().click();
  await page.waitForLoadState();
  await page.fill('[name=tom_tat]', summary);
  await page.fill('[name=ke_cu_the]', story ?? 'Xưởng ở giữa xóm, rộng 180 m². Từ tháng 3 phải chuyển lò gas ra khỏi khu dân cư.');
  await page.fill('[name=de_nghi]', ask ?? 'Cho thuê 300 m² ở cụm giai đoạn 2.');
  await look('noi-dung');
  await page.locator('main form .acts button').first().click();
  await page.waitForURL(/nguoi-gui/);
  await page.check('[name=loai][value=household]');
  await page.fill('[name=ten]', 'Hộ gốm bà Lan');
  await page.fill('[name=lang_nghe]', 'Bát Tràng');
  await page.fill('[name=xa_phuong]', 'xã Bát Tràng, huyện Gia Lâm');
  await page.fill('[name=dien_thoai]', phone);
  await page.check('[name=danh_tinh][value=open]');
  await look('nguoi-gui');
  await page.locator('main form .acts button').first().click();
  await page.waitForLoadState();
};

/** Files a difficulty in three screens; returns what the receipt gives. */
export const file = async (page, { summary, phone, look = async () => {} }) => {
  await write(page, { summary, phone, look });
  // Something near may have been published by then; this one is its own.
  if (/tuong-tu/.test(page.url())) await press(page, 'Không giống, gửi tiếp');
  await page.waitForURL(/kiem-tra/);
  assert.equal(await page.locator('input:checked').count(), 0, 'nothing is preselected');
  await page.check('[name=cong_khai][value=anonymous]');
  await page.check('[name=dong_y]');
  await look('kiem-tra');
  await press(page, 'Gửi khó khăn');
  await page.waitForURL(/bien-nhan/);
  await check(page);
  await look('bien-nhan');
  const words = await page.locator('main').innerText();
  const reference = words.match(/KK\d\d-\d{4,}/)[0];
  const code = words.match(/[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}/)[0];
  return { reference, code };
};

/** The clerk receives it and hands it to the Department of Industry and Trade. */
export const receive = async (page, reference, look = async () => {}) => {
  await open(page, '/xu-ly/tiep-nhan');
  await look('tiep-nhan');
  await open(page, `/xu-ly/${reference}/tiep-nhan`);
  await page.getByLabel('Nhóm vấn đề', { exact: true }).selectOption({ index: 1 });
  await page.getByLabel('Cơ quan chủ trì', { exact: true }).selectOption({ label: TRADE });
  await press(page, 'Tiếp nhận và chuyển');
  await check(page);
};

/** The officer takes it, drafts an answer and submits it. */
export const respond = async (page, reference, look = async () => {}) => {
  await open(page, `/xu-ly/${reference}`);
  await press(page, 'Nhận việc');
  await check(page);
  await open(page, `/xu-ly/${reference}/tra-loi`);
  await page.check('[name=ket_qua][value=explained]');
  await page.fill('[name=tra_loi_ngan]', 'Cụm giai đoạn 2 giao đất từ quý II. Hộ được giữ lò đến lúc đó.');
  await page.fill('[name=tra_loi]', 'Sở Công Thương trả lời: cụm giai đoạn 2 có 46 ô đất, giao từ quý II năm 2025.');
  // The ground is found by words without marks, and ticked.
  await page.fill('[name=tim_can_cu]', 'nganh nghe nong thon');
  await press(page, 'Tìm căn cứ');
  await check(page);
  await page.locator('[name=can_cu_chon]').first().check();
  await look('tra-loi');
  await press(page, 'Xem như người gửi');
  await check(page);
  assert.match(await page.locator('main').innerText(), /Nghị định 52\/2018\/NĐ-CP/);
  await open(page, `/xu-ly/${reference}/tra-loi`);
  await press(page, 'Trình duyệt');
  await check(page);
};

/** The leader approves; the answer goes to the filer. */
export const approve = async (page, reference, look = async () => {}) => {
  await open(page, `/xu-ly/${reference}/duyet`);
  // The next free number stands there.
  assert.match(await page.locator('[name=so_van_ban]').inputValue(), /^\d{2,}\/SCT/);
  await look('duyet');
  await press(page, 'Duyệt và gửi');
  await check(page);
};

/** The filer looks it up with code and phone, reads the answer and says that it helped. */
export const judge = async (page, { reference, code }, phone, look = async () => {}) => {
  await open(page, '/tra-cuu');
  await look('tra-cuu');
  await page.fill('[name=ma_bi_mat]', code.toLowerCase().replaceAll('-', ' '));
  await page.fill('[name=lien_he]', phone);
  await press(page, 'Xem hồ sơ');
  await page.waitForURL(new RegExp(`/ho-so/${reference}`));
  await look('ho-so');
  const words = await page.locator('main').innerText();
  assert.match(words, /giao từ quý II năm 2025/);
  await page.locator('[name=diem]').last().check();
  await press(page, 'Đã giải quyết');
  await check(page);
  assert.match(await page.locator('main').innerText(), /Đã xong/);
};
