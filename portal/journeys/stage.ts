import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { expect } from 'vitest';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const PICTURES = 'target/screenshots';

interface Violation {
  readonly id: string;
  readonly impact: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[];
}

/** A browser before a server, and what journeys do again and again. */
export class Stage {
  readonly url = needed('FLORIA_URL');
  private readonly token = needed('FLORIA_TOKEN');
  private browser: Browser | undefined;
  private readonly contexts: BrowserContext[] = [];
  /** What pages complained of: a broken policy, a program that failed. */
  readonly complaints: string[] = [];

  async open(): Promise<void> {
    this.browser = await chromium.launch({
      executablePath: process.env['FLORIA_BROWSER'] ?? '/usr/bin/chromium',
      args: ['--no-sandbox', '--disable-dev-shm-usage'],
    });
    mkdirSync(PICTURES, { recursive: true });
  }

  /** Closes what a journey left open, which only a failed one does, and keeps a picture of it. */
  async clear(name: string): Promise<void> {
    for (const context of this.contexts.splice(0)) {
      for (const page of context.pages()) {
        await page.screenshot({ path: `${PICTURES}/failed ${name}.png` });
      }
      await context.close();
    }
    this.complaints.length = 0;
  }

  async close(): Promise<void> {
    await this.browser?.close();
  }

  async api<T>(method: string, path: string, body?: unknown): Promise<T> {
    const answer = await fetch(`${this.url}/api/v1${path}`, {
      method,
      headers: { Authorization: `Bearer ${this.token}`, 'Content-Type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    expect(answer.ok, `${method} ${path}: ${answer.status}`).toBe(true);
    return (await answer.json()) as T;
  }

  /** A page of a new browser, not signed in. Zoomed, there is room for less on the same screen. */
  async page(width = 1280, height = 860, zoom = 1): Promise<Page> {
    const context = await this.browser!.newContext({
      viewport: { width: width / zoom, height: height / zoom },
      deviceScaleFactor: zoom,
      reducedMotion: 'reduce',
      colorScheme: 'light',
    });
    this.contexts.push(context);
    const page = await context.newPage();
    page.setDefaultTimeout(40_000);
    await page.addInitScript(() =>
      document.addEventListener('securitypolicyviolation', (event) =>
        console.error(
          `policy on ${location.pathname}: ${event.violatedDirective} ${event.sample} at ${event.sourceFile}:${event.lineNumber}:${event.columnNumber}`,
        ),
      ),
    );
    page.on('pageerror', (error) => this.complaints.push(error.message));
    page.on('console', (message) => {
      // A browser tells of each answer that is no success, those that are expected too.
      if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) {
        this.complaints.push(message.text());
      }
    });
    page.on('dialog', (dialog) => {
      this.complaints.push(`a dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    return page;
  }

  /** A page that is signed in the way `floria portal` does it. */
  async signedIn(path = '/', width?: number, height?: number, zoom?: number): Promise<Page> {
    const page = await this.page(width, height, zoom);
    const { code } = await this.api<{ code: string }>('POST', '/sessions/codes', {});
    await page.goto(`${this.url}/portal${path}#code=${code}`);
    await page.getByRole('heading', { level: 1 }).first().waitFor();
    return page;
  }

  /** Nothing of a page has to be scrolled to sideways, and nothing is out of reach beyond an edge. */
  async fits(page: Page, what: string): Promise<void> {
    expect(await page.evaluate(beyond), `beyond the edges of ${what}`).toEqual([]);
  }

  /** Ends a journey: what {@link looks} asks for, and no page has complained of anything. */
  async ends(page: Page, name: string): Promise<void> {
    await this.looks(page, name);
    expect(this.complaints, name).toEqual([]);
    for (const context of this.contexts.splice(0)) {
      await context.close();
    }
  }

  /** Nothing that keeps people out in either theme, and a picture of both. */
  async looks(page: Page, name: string): Promise<void> {
    await page.evaluate(AXE);
    for (const theme of ['light', 'dark'] as const) {
      await page.evaluate((chosen) => {
        localStorage.setItem('mantine-color-scheme-value', chosen);
        document.documentElement.setAttribute('data-mantine-color-scheme', chosen);
        return new Promise<void>((drawn) =>
          requestAnimationFrame(() => requestAnimationFrame(() => drawn())),
        );
      }, theme);
      // What is where is the same in both; only the colours differ.
      const rules =
        theme === 'light' ? {} : { runOnly: { type: 'rule', values: ['color-contrast'] } };
      const violations = await page.evaluate(async (rules) => {
        const axe = (
          window as unknown as {
            axe: { run: (options: object) => Promise<{ violations: never[] }> };
          }
        ).axe;
        // Fetching styles again would only serve rules that are not run, and breaks the policy.
        return (await axe.run({ resultTypes: ['violations'], preload: false, ...rules }))
          .violations as Violation[];
      }, rules);
      await page.screenshot({ path: `${PICTURES}/${name}-${theme}.png` });
      const grave = violations
        .filter((one) => one.impact === 'serious' || one.impact === 'critical')
        .map(
          (one) => `${one.id}: ${one.nodes.map((node) => node.html.slice(0, 160)).join('\n  ')}`,
        );
      expect(grave, `${name} in the ${theme} theme`).toEqual([]);
    }
  }
}

/** In the page: what people read or use and no scrolling brings into sight. */
function beyond(): string[] {
  const room = document.documentElement.clientWidth;
  const found: string[] = [];
  if (document.documentElement.scrollWidth > room) {
    found.push(`the page, ${document.documentElement.scrollWidth} wide where there are ${room}`);
  }
  for (const element of document.querySelectorAll<HTMLElement>(
    'a, button, input, select, textarea, h1, h2, h3, [role="tab"], th, td, p, strong',
  )) {
    const box = element.getBoundingClientRect();
    const shown =
      box.width > 1 && box.height > 1 && element.checkVisibility({ visibilityProperty: true });
    if (!shown || element.closest('[aria-hidden="true"], .react-flow') !== null) {
      continue;
    }
    let [left, right] = [0, room];
    for (let above = element.parentElement; above !== null; above = above.parentElement) {
      const style = getComputedStyle(above);
      if (style.position === 'fixed' || /auto|scroll/.test(style.overflowX)) {
        [left, right] = [-Infinity, Infinity];
        break;
      }
      if (/hidden|clip/.test(style.overflowX)) {
        const edge = above.getBoundingClientRect();
        [left, right] = [Math.max(left, edge.left), Math.min(right, edge.right)];
      }
    }
    if (box.left < left - 1 || box.right > right + 1) {
      found.push(
        `<${element.tagName.toLowerCase()}> ${(element.textContent || element.getAttribute('aria-label') || '').slice(0, 60)}: ${Math.round(box.left)} to ${Math.round(box.right)} of ${Math.round(left)} to ${Math.round(right)}`,
      );
    }
  }
  return found;
}

function needed(name: string): string {
  const value = process.env[name];
  if (value === undefined) {
    throw new Error(`${name} says which server the journeys play on`);
  }
  return value;
}
