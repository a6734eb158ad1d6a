// Makes the pictures of the README anew, into `docs/pictures`. Set CANDOUR as for the tests.

import { join } from 'node:path'

import { chromium } from 'playwright-core'

import { served, signedIn } from './served.mjs'

const folder = join(import.meta.dirname, '../../docs/pictures')
const service = await served()
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run']
})
const page = await (await browser.newContext({ viewport: { width: 1040, height: 760 } })).newPage()
const id = await signedIn(page, service.address)
await page.goto(`${service.address}/cases/${id}/knowledge`)
await page.locator('.candour-legend').first().scrollIntoViewIfNeeded()
await page.locator('.candour-chart').screenshot({ path: join(folder, 'who-knew-what.png') })
await page.goto(`${service.address}/cases/${id}/decisions/C2`)
await page.screenshot({ path: join(folder, 'decision.png'), clip: { x: 0, y: 0, width: 1040, height: 1300 }, fullPage: true })
await browser.close()
await service.stop()
