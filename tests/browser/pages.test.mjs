// Every page people reach: no accessibility violation in light or dark, nothing wider than the
// screen, nothing the strict policy refuses, no heavier than an old phone can take.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { after, before, test } from 'node:test';
import { open, signIn } from './cast.mjs';
import { axe, noSidewaysScroll, openSite, shot, weight } from './harness.mjs';

let site;
before(async () => { site = await openSite(); });
after(() => site.close());

const PUBLIC_BYTES = 60_000;
const STAFF_BYTES = 80_000;

/** The first address on a page that fits, for pages about one item. */
const first = async (page, path, pattern) => {
  await page.goto(path);
  const found = await page.locator('main a[href]').evaluateAll(links => links.map(link => link.getAttribute('href')));
  const address = found.find(href => pattern.test(href));
  assert.ok(address, `${path} leads to no ${pattern}`);
  return address;
};

const look = async (page, path, name, most) => {
  await open(page, path);
  await noSidewaysScroll(page);
  await axe(page);
  await shot(page, name);
  const { bytes } = await weight(page);
  assert.ok(bytes <= most, `${path} weighs ${bytes} bytes, more than ${most}`);
};

const PUBLIC = {
  '/': 'trang-chu', '/gui-kho-khan': 'gui', '/gui-kho-khan/noi-dung': 'gui-1', '/tra-cuu': 'tra-cuu',
  '/kho-khan': 'kho-khan', '/kho-khan?q=lang+nghe': 'kho-khan-tim', '/hoi-nghi': 'hoi-nghi',
  '/hoi-nghi/lang-nghe-2024': 'hoi-nghi-2024', '/dang-nhap': 'dang-nhap', '/tro-giup': 'tro-giup',
  '/dang-ky': 'dang-ky', '/quen-mat-khau': 'quen-mat-khau', '/quy-trinh': 'quy-trinh', '/du-lieu-ca-nhan': 'du-lieu', '/tiep-can': 'tiep-can', '/gioi-han': 'gioi-han',
};

for (const [device, options] of [['phone', { scripts: true }], ['desktop', {}]]) {
  test(`public pages: ${device}`, async () => {
    const item = await first(await site.desktop(), '/kho-khan', /^\/ho-so\/KK/);
    for (const [path, name] of [...Object.entries(PUBLIC), [item, 'ho-so']]) {
      const page = await site[device](options);
      await look(page, path, `${device}-${name}`, PUBLIC_BYTES);
      await page.context().close();
    }
  });
}

const OVERVIEW = '/hoi-nghi/lang-nghe-2024/tong-quan';
const BRIEF = '/hoi-nghi/lang-nghe-2024/tom-tat';
const STAFF = {
  thu: ['/xu-ly', '/xu-ly/tiep-nhan', '/xu-ly/tat-ca', '/xu-ly/tim?q=gom', OVERVIEW],
  van: [
    '/xu-ly', '/xu-ly/tiep-nhan', BRIEF, `${BRIEF}/sua`, '/hoi-nghi/lang-nghe-2024/bao-cao',
    '/xu-ly/chua-co-don-vi', '/xu-ly/chuyen-tra', '/xu-ly/phat-hanh', '/xu-ly/canh-bao', '/xu-ly/can-cu', '/xu-ly/mau-cau',
    '/quan-tri',
  ],
  hoa: ['/xu-ly', '/xu-ly/cua-toi', '/xu-ly/don-vi', '/xu-ly/phoi-hop'],
  son: ['/xu-ly', '/xu-ly/cho-duyet', '/xu-ly/don-vi', '/xu-ly/duyet-nhieu', '/xu-ly/buoc-duyet'],
  'chu-tri': ['/xu-ly', '/xu-ly/tat-ca', OVERVIEW, BRIEF],
  'quan-tri': ['/xu-ly', '/tai-khoan', '/quan-tri', '/quan-tri/nguoi-dung', '/quan-tri/nguoi-dung/moi', '/quan-tri/nhat-ky', '/quan-tri/suc-khoe'],
  lan: ['/cua-toi', '/cua-toi/thong-tin', '/tai-khoan'],
};

for (const [name, paths] of Object.entries(STAFF)) {
  test(`staff pages: ${name}`, async () => {
    const page = await site.desktop();
    await signIn(page, name);
    const about = [];
    const list = { thu: '/xu-ly/tat-ca', hoa: '/xu-ly/don-vi', son: '/xu-ly/cho-duyet' }[name];
    if (list) {
      const item = await first(page, list, /^\/xu-ly\/KK[^/?]*$/);
      const more = { thu: ['phoi-hop', 'ghi-chu', 'han-che', 'lien-ket'], hoa: ['ghi-chu'], son: ['duyet'] }[name];
      about.push(item, `${item}/nhat-ky`, ...more.map(act => `${item}/${act}`));
    }
    for (const path of [...paths, ...about]) {
      await look(page, path, `${name}-${path.replace(/[^a-zA-Z0-9-]+/g, '-')}`, STAFF_BYTES);
    }
  });
}

test('the brief of the demonstration is two pages of paper', async () => {
  const page = await site.desktop();
  await signIn(page, 'van');
  const answer = await page.request.get(`${BRIEF}.pdf`);
  assert.equal(answer.status(), 200);
  const asked = execFileSync('pdfinfo', ['-'], { input: await answer.body(), stdio: ['pipe', 'pipe', 'ignore'] });
  assert.match(asked.toString(), /^Pages:\s+2$/m);
});

test('the chair: every count opens exactly that many rows', async () => {
  const page = await site.desktop();
  await signIn(page, 'chu-tri');
  await open(page, OVERVIEW);
  const counts = await page.locator('main table a[href^="/xu-ly/tat-ca"]').evaluateAll(links =>
    links.map(link => ({ href: link.getAttribute('href'), count: Number(link.textContent.replace(/\D/g, '')) })));
  assert.ok(counts.length >= 10, `only ${counts.length} counts to open`);
  for (const { href, count } of counts.slice(0, 40)) {
    await page.goto(`${href}&so_dong=100`);
    const rows = await page.locator('.q tbody tr').count();
    assert.equal(rows, count, `${href} says ${count} and shows ${rows}`);
  }
});
