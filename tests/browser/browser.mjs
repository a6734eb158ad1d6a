// A real browser, and what axe says of a page in it.

import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

import { chromium } from 'playwright-core'

export const WIDTHS = [320, 768, 1280]
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

export function launched () {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
      '--disable-background-networking', '--disable-component-update', '--disable-sync'
    ]
  })
}

// What axe needs of a page is put into it past the page's own policy, which is why that is looked at
// without.
export async function violations (page) {
  await page.evaluate(axe)
  const found = await page.evaluate(
    (tags) => window.axe.run(document, { runOnly: { type: 'tag', values: tags } }), TAGS)
  return found.violations.map((it) => `${it.id}: ${it.nodes.map((node) => node.html).slice(0, 3).join(' | ')}`)
}

// What is wrong with a page in a state: wider than the screen, refused by its own policy, or against axe.
export async function faults (page, where) {
  const wide = await page.evaluate(() => document.documentElement.scrollWidth)
  const width = page.viewportSize().width
  const found = wide > width ? [`${where}: ${wide} pixels wide`] : []
  return [...found, ...(await violations(page)).map((it) => `${where}: ${it}`)]
}
