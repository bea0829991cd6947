import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import type { Stage } from './stage';

/** A node's card on the canvas. */
export const node = (page: Page, name: string): Locator =>
  page.locator(`.card[data-node="${name}"]`);

/** The text as the server has it, once it says what is looked for. */
export async function saved(stage: Stage, draft: string, words: string): Promise<string> {
  let text = '';
  await expect
    .poll(
      async () => {
        const answer = await fetch(`${stage.url}/api/v1/drafts/${draft}`, {
          headers: { Authorization: `Bearer ${process.env['FLORIA_TOKEN']}` },
        });
        text = answer.ok
          ? ((await answer.json()) as { content: { text: string } }).content.text
          : '';
        return text;
      },
      { timeout: 15_000, interval: 300 },
    )
    .toContain(words);
  return text;
}

/** Drags a type out of the palette onto a place. */
export async function drag(page: Page, type: string, x: number, y: number): Promise<void> {
  await page.getByRole('textbox', { name: 'Search types' }).fill(type);
  const canvas = page.locator('.view > .canvas');
  const box = (await canvas.boundingBox())!;
  await page
    .locator('.offered')
    .first()
    .dragTo(canvas, { targetPosition: { x: x - box.x, y: y - box.y } });
}
