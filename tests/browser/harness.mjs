// Starts the product as an operator would and walks it as people do, in a real Chromium.
// Journeys live beside this file as *.test.mjs; README's second command runs them.
//
// Environment
//   DOITHOAI_BIN            the program to test (required)
//   DOITHOAI_TEST_DATABASE  "sqlite" (default) or the postgres:// URL of a server that may be written to
//   DOITHOAI_SHOTS          folder for pictures; without it none are taken
//   CHROMIUM                the browser; without it the one found in PATH

import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { accessSync, constants, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { chromium } from 'playwright-core';

const READY_WITHIN_MS = 60_000;
const STOPPED_WITHIN_MS = 10_000;
const ACTION_WITHIN_MS = 15_000;

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const AXE_RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa', 'best-practice'];

// ---- the site: one product, one browser -------------------------------------

/**
 * Starts the product with its demo data on a database of its own, and a browser to visit it.
 * Close it in `after()`: that is also a test (see `startProduct`).
 *
 * @param {{ env?: Record<string, string> }} [options] further settings for the product
 */
export async function openSite({ env = {} } = {}) {
  const product = await startProduct({ env });
  let browser;
  try {
    browser = await startBrowser();
  } catch (error) {
    await product.stop();
    throw error;
  }
  return {
    url: product.url,
    /** Everything the product has written so far. */
    log: product.log,
    run: product.run,
    /** A page on a phone of 360 × 740; scripts are off unless asked for. */
    phone: ({ scripts = false, ...look } = {}) =>
      visit(browser, product.url, {
        scripts,
        look,
        device: { viewport: { width: 360, height: 740 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true },
      }),
    /** A page on a desktop of 1280 × 800; scripts are on unless forbidden. */
    desktop: ({ scripts = true, ...look } = {}) =>
      visit(browser, product.url, { scripts, look, device: { viewport: { width: 1280, height: 800 } } }),
    async close() {
      await browser.close();
      await product.stop();
    },
  };
}

/**
 * Runs `$DOITHOAI_BIN demo` on a free loopback port until `stop()`.
 * `stop()` fails unless SIGTERM ends it within ten seconds with exit code 0 and nothing panicked.
 */
export async function startProduct({ env = {} } = {}) {
  const program = process.env.DOITHOAI_BIN;
  assert.ok(program, 'DOITHOAI_BIN must name the program to test');
  const home = mkdtempSync(path.join(tmpdir(), 'doithoai-browser-'));
  const database = await freshDatabase(home);
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;

  // An empty working folder: the program must carry its templates and styles with it.
  const settings = {
    ...withoutSettings(process.env),
    HOME: home,
    DOITHOAI_LISTEN: `127.0.0.1:${port}`,
    DOITHOAI_DATABASE: database.url,
    ...env,
  };
  const child = spawn(path.resolve(program), ['demo'], {
    cwd: home,
    env: settings,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let written = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => (written += text));
  }
  const log = () => written;
  const ended = once(child, 'close').then(
    ([code, signal]) => ({ code, signal }),
    (error) => ({ error }),
  );
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);

  async function clearAway() {
    kill();
    await ended;
    process.off('exit', kill);
    await database.drop();
    rmSync(home, { recursive: true, force: true });
  }

  try {
    await untilReady(url, ended);
  } catch (error) {
    await clearAway();
    throw new Error(`${error.message}. It wrote:\n${log()}`);
  }

  return {
    url,
    log,
    /** Runs another command of the program on the same settings; returns what it printed. */
    async run(...words) {
      return (await promisify(execFile)(path.resolve(program), words, { cwd: home, env: settings })).stdout;
    },
    async stop() {
      child.kill('SIGTERM');
      const late = new AbortController();
      const end = await Promise.race([ended, pause(STOPPED_WITHIN_MS, null, { signal: late.signal })]);
      late.abort();
      await clearAway();
      assert.ok(end, `SIGTERM did not end the product within ${STOPPED_WITHIN_MS / 1000} s. It wrote:\n${log()}`);
      assert.equal(end.code, 0, `the product ended with ${JSON.stringify(end)}. It wrote:\n${log()}`);
      assert.doesNotMatch(log(), /panicked at/, 'the product panicked');
    },
  };
}

async function untilReady(url, ended) {
  let end;
  ended.then((how) => (end = how));
  const deadline = Date.now() + READY_WITHIN_MS;
  let last = 'no answer';
  while (Date.now() < deadline) {
    if (end) throw new Error(`the product ended before it was ready: ${end.error ?? JSON.stringify(end)}`);
    try {
      const answer = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(5_000) });
      await answer.arrayBuffer();
      if (answer.ok) return;
      last = `${answer.status}`;
    } catch (error) {
      last = error.cause?.code ?? error.name;
    }
    await pause(50);
  }
  throw new Error(`the product was not ready within ${READY_WITHIN_MS / 1000} s (/readyz: ${last})`);
}

/** A database nobody else uses: a file, or a new database on the server of DOITHOAI_TEST_DATABASE. */
async function freshDatabase(home) {
  const server = process.env.DOITHOAI_TEST_DATABASE || 'sqlite';
  if (server === 'sqlite') return { url: path.join(home, 'doithoai.db'), drop: async () => {} };
  const name = `doithoai_browser_${process.pid}_${randomBytes(4).toString('hex')}`;
  const sql = (statement) =>
    promisify(execFile)('psql', ['--no-psqlrc', '--quiet', '--set=ON_ERROR_STOP=1', '--command', statement, server], {
      env: { ...withoutSettings(process.env), PGCONNECT_TIMEOUT: '10' },
    });
  await sql(`create database ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => sql(`drop database ${name} with (force)`) };
}

/** The environment without settings of the product or of PostgreSQL that the caller happens to have. */
function withoutSettings(env) {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !/^(DOITHOAI_|PG)/.test(name)));
}

/** A free loopback port, below those that the kernel hands to outgoing connections. */
export async function freePort() {
  for (let attempt = 0; attempt < 50; attempt++) {
    const port = 20_000 + Math.floor(Math.random() * 12_000);
    const server = createServer();
    const free = await new Promise((resolve) => {
      server.once('error', () => resolve(false));
      server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
    });
    if (free) return port;
  }
  throw new Error('no free port on 127.0.0.1');
}

// ---- the browser and its pages ----------------------------------------------

async function startBrowser() {
  return chromium.launch({
    executablePath: installedChromium(),
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--disable-dev-shm-usage',
      '--disable-sync',
      '--disable-background-networking',
      '--disable-component-update',
      '--no-first-run',
      // No name resolves: neither the browser nor a page can reach anything but the product.
      '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
    ],
  });
}

function installedChromium() {
  if (process.env.CHROMIUM) return process.env.CHROMIUM;
  for (const folder of (process.env.PATH ?? '').split(path.delimiter)) {
    for (const name of ['chromium', 'chromium-browser', 'google-chrome']) {
      const file = path.join(folder, name);
      try {
        accessSync(file, constants.X_OK);
        return file;
      } catch {
        // Not here: look on.
      }
    }
  }
  throw new Error('no Chromium in PATH; install one or name it in CHROMIUM');
}

/** What each page has met since it was opened: `{ scripts, scheme, problems, weight }`. */
const met = new WeakMap();

/** A page in a context (cookies, cache) of its own. `page.goto('/path')` goes to the product. */
async function visit(browser, baseURL, { scripts, look, device }) {
  const { scheme = 'light', locale = 'vi-VN', ...unknown } = look;
  assert.deepEqual(unknown, {}, 'phone() and desktop() know scripts, scheme and locale');
  const context = await browser.newContext({
    ...device,
    baseURL,
    locale,
    timezoneId: 'Asia/Ho_Chi_Minh',
    colorScheme: scheme,
    reducedMotion: 'reduce',
    javaScriptEnabled: scripts,
  });
  context.setDefaultTimeout(ACTION_WITHIN_MS);
  const page = await context.newPage();
  const notes = { scripts, scheme, problems: [], weight: nothing() };
  met.set(page, notes);
  listen(page, notes);
  await weigh(context, page, notes);
  return page;
}

function listen(page, { problems }) {
  const note = (text, status) => problems.push({ text, status });

  page.on('pageerror', (error) => note(`script error: ${error.message}`));
  page.on('console', (message) => {
    // Answers of 400 and above are judged below, where their status is known.
    if (message.text().startsWith('Failed to load resource')) return;
    if (message.type() === 'error' || /Content Security Policy/i.test(message.text())) {
      note(`console: ${message.text()} (${message.location().url})`);
    }
  });
  page.on('requestfailed', (request) => {
    const reason = request.failure()?.errorText ?? 'failed';
    // A download, or a page left before it was complete.
    if (reason === 'net::ERR_ABORTED') return;
    note(`request: ${request.method()} ${request.url()}: ${reason}`);
  });
  page.on('response', (response) => {
    const what = `${response.request().method()} ${response.url()}`;
    if (response.status() >= 400) note(`answer ${response.status()}: ${what}`, response.status());
    const headers = response.headers();
    if (headers['content-type']?.startsWith('text/html') && !headers['content-security-policy']) {
      note(`no Content-Security-Policy: ${what}`);
    }
  });
}

const nothing = () => ({ bytes: 0, fonts: 0, scripts: 0, requests: 0 });

/** Counts what crosses the wire, headers included, from the start of each navigation on. */
async function weigh(context, page, notes) {
  const cdp = await context.newCDPSession(page);
  const kinds = new Map();
  const add = (kind, bytes) => {
    notes.weight.bytes += bytes;
    notes.weight.requests += 1;
    if (kind === 'Font') notes.weight.fonts += bytes;
    if (kind === 'Script') notes.weight.scripts += bytes;
  };
  cdp.on('Network.requestWillBeSent', ({ requestId, loaderId, type, redirectResponse }) => {
    kinds.set(requestId, type);
    if (redirectResponse) add(type, redirectResponse.encodedDataLength);
    else if (requestId === loaderId) notes.weight = nothing();
  });
  cdp.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    if (encodedDataLength > 0) add(kinds.get(requestId), encodedDataLength);
  });
  await cdp.send('Network.enable');
}

// ---- what is asked of a page ------------------------------------------------

/**
 * Fails if anything went wrong on this page since the last `check`: script and console errors,
 * violations of the Content-Security-Policy, failed requests, answers of 400 and above.
 *
 * @param {{ statuses?: number[] }} [expected] answers that the journey provoked, such as 422
 */
export async function check(page, { statuses = [] } = {}) {
  // One round trip, so that what the page has just reported has arrived.
  await page.evaluate(() => document.readyState);
  const problems = notesOf(page)
    .problems.splice(0)
    .filter(({ status }) => !statuses.includes(status));
  none(
    `on ${page.url()}`,
    problems.map(({ text }) => text),
  );
}

/** Fails on any violation that axe finds, in light and in dark. The page must be open with scripts. */
export async function axe(page) {
  const { scripts, scheme } = notesOf(page);
  assert.ok(scripts, 'axe needs a page with scripts: open phone({ scripts: true }) or desktop()');
  const violations = [];
  for (const colorScheme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme });
    await page.evaluate(AXE);
    const found = await page.evaluate(
      (values) =>
        globalThis.axe.run(document, {
          runOnly: { type: 'tag', values },
          resultTypes: ['violations'],
          rules: { 'target-size': { enabled: true } },
        }),
      AXE_RULES,
    );
    for (const { id, help, nodes } of found.violations) {
      const where = nodes.slice(0, 5).map(({ target, any }) => `    ${target.join(' ')} ${any[0]?.message ?? ''}`);
      violations.push([`${id} (${colorScheme}, ${nodes.length}×): ${help}`, ...where].join('\n'));
    }
  }
  await page.emulateMedia({ colorScheme: scheme });
  none(`axe on ${page.url()}`, violations);
}

/** Fails if the page must be moved sideways at its own width or at 320 pixels (WCAG 1.4.10). */
export async function noSidewaysScroll(page) {
  const own = page.viewportSize();
  const tooWide = [];
  for (const width of new Set([own.width, 320])) {
    await page.setViewportSize({ width, height: own.height });
    const outside = await page.evaluate((room) => {
      const root = document.documentElement;
      const wide = Math.max(root.scrollWidth, root.clientWidth);
      if (wide <= room) return null;
      const culprits = [...document.body.querySelectorAll('*')]
        .filter((element) => element.getBoundingClientRect().right > room + 0.5)
        .map((element) => element.tagName.toLowerCase() + [...element.classList].map((name) => `.${name}`).join(''));
      return `${wide} px wide: ${culprits.slice(-5).join(', ') || 'is the viewport meta tag there?'}`;
    }, width);
    if (outside) tooWide.push(`at ${width} px it is ${outside}`);
  }
  await page.setViewportSize(own);
  none(`sideways scroll on ${page.url()}`, tooWide);
}

/**
 * What the last navigation has moved over the wire, in bytes with headers:
 * `{ bytes, fonts, scripts, requests }`. Only a fresh page has an empty cache.
 */
export async function weight(page) {
  await page.waitForLoadState('networkidle');
  return { ...notesOf(page).weight };
}

/** A picture of the whole page as `$DOITHOAI_SHOTS/{name}.png`; nothing when that is not set. */
export async function shot(page, name) {
  const folder = process.env.DOITHOAI_SHOTS;
  if (!folder) return;
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: path.join(folder, `${name}.png`), fullPage: true });
}

function notesOf(page) {
  const notes = met.get(page);
  assert.ok(notes, 'this page was not opened by phone() or desktop()');
  return notes;
}

function none(title, problems) {
  if (problems.length > 0) assert.fail([title, ...problems.map((line) => `  ${line}`)].join('\n'));
}
