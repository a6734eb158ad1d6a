// Looks at every page in a real browser, with and without JavaScript, at three widths: nothing is wider
// than the screen, nothing is refused by the page's own policy, and axe finds nothing against WCAG 2.2 AA.
// With PICTURES=1 a picture of each goes to the folder `pictures`, to be looked at. Set CANDOUR to test another
// binary than that of the debug profile.

import assert from 'node:assert/strict'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'

import { WIDTHS, launched, violations } from './browser.mjs'
import { pages } from './pages.mjs'
import { childOf, served, signedIn } from './served.mjs'

const pictures = join(import.meta.dirname, 'pictures')

let browser
let service

before(async () => {
  mkdirSync(pictures, { recursive: true })
  service = await served()
  browser = await launched()
})

after(async () => {
  await browser?.close()
  await service?.stop()
})

for (const javaScriptEnabled of [true, false]) {
  const how = javaScriptEnabled ? 'with' : 'without'
  test(`every page holds at every width ${how} JavaScript`, async () => {
    const faults = []
    for (const width of WIDTHS) {
      const context = await browser.newContext({ javaScriptEnabled, viewport: { width, height: 900 } })
      const page = await context.newPage()
      const refused = []
      page.on('console', (said) => { if (said.type() === 'error') refused.push(said.text()) })
      page.on('pageerror', (error) => refused.push(String(error)))
      const id = await signedIn(page, service.address)
      const child = await childOf(page, service.address, id)
      for (const [name, path] of pages) {
        const where = `${name} at ${width} ${how}`
        refused.length = 0
        const answer = await page.goto(service.address + path.replace('{case}', id).replace('{child}', child))
        const expected = name === 'nowhere' ? 404 : 200
        if (answer.status() !== expected) faults.push(`${where}: status ${answer.status()}`)
        const said = refused.filter((it) => expected === 200 || !it.includes('404'))
        if (said.length > 0) faults.push(`${where}: ${said.join('; ')}`)
        if (process.env.PICTURES) {
          const picture = join(pictures, `${name}-${width}${javaScriptEnabled ? '' : '-plain'}.png`)
          await page.screenshot({ path: picture, fullPage: true })
        }
        if (!javaScriptEnabled) continue
        const wide = await page.evaluate(() => document.documentElement.scrollWidth)
        if (wide > width) faults.push(`${where}: ${wide} pixels wide`)
        faults.push(...(await violations(page)).map((it) => `${where}: ${it}`))
      }
      await context.close()
    }
    assert.deepEqual(faults, [])
  })
}

test('the decision C2 is three clicks from the first screen', async () => {
  const page = await (await browser.newContext()).newPage()
  await page.goto(service.address)
  await page.getByRole('button', { name: 'Continue as N. Adeyemi' }).click()
  await page.getByRole('link', { name: 'ASH-1' }).click()
  await page.getByRole('link', { name: 'Decision C2', exact: true }).click()
  assert.equal(await page.locator('h1').textContent(), 'Decision C2, in its context')
  const known = page.locator('.candour-part', { has: page.getByRole('heading', { name: 'Known and considered' }) })
  assert.deepEqual(await known.locator('tbody th a').allTextContents(), ['P2', 'S1'])
})

test('every number of the dashboard opens as many entries as it counts', async () => {
  const page = await (await browser.newContext()).newPage()
  await signedIn(page, service.address)
  await page.goto(`${service.address}/dashboard?at=30/6/2026`)
  const links = await page.locator('.candour-number').evaluateAll((all) => all.map((it) => it.href))
  assert.ok(links.length > 10, `only ${links.length} numbers are links`)
  const faults = []
  for (const link of links) {
    const answer = await page.goto(link)
    if (answer.status() !== 200) faults.push(`${link}: ${answer.status()}`)
  }
  assert.deepEqual(faults, [])
})

test('an answer takes the place of the page\u2019s main part, under its own address and title', async () => {
  const page = await (await browser.newContext()).newPage()
  const id = await signedIn(page, service.address)
  const refused = []
  page.on('console', (said) => { if (said.type() === 'error') refused.push(said.text()) })
  const chronology = `${service.address}/cases/${id}/chronology`
  await page.goto(chronology)
  await page.evaluate(() => { window.candourStays = 1 })
  const rows = await page.locator('.candour-timeline > li').count()
  await page.getByLabel('From').fill('24/2/2026')
  await page.getByRole('button', { name: 'Apply' }).click()
  await page.waitForURL(/from=24%2F2%2F2026/)
  await page.waitForFunction((before) => document.querySelectorAll('.candour-timeline > li').length < before, rows)
  const state = () => page.evaluate(() => [window.candourStays, document.activeElement.id])
  assert.deepEqual(await state(), [1, 'main-content'])
  assert.deepEqual(await violations(page), [])
  await page.getByLabel('From').fill('the other day')
  await page.getByRole('button', { name: 'Apply' }).click()
  await page.waitForURL(/the(\+|%20)other/)
  await page.waitForFunction(() => document.title.startsWith('Error: '))
  await page.goBack()
  await page.waitForFunction(() => !document.title.startsWith('Error: '))
  await page.goBack()
  await page.waitForFunction((before) => document.querySelectorAll('.candour-timeline > li').length === before, rows)
  assert.equal(page.url(), chronology)
  assert.deepEqual([(await state())[0], refused], [1, []])
})

test('pages are printed with their tables whole and without their navigation', async () => {
  const page = await (await browser.newContext()).newPage()
  const id = await signedIn(page, service.address)
  await page.goto(`${service.address}/cases/${id}/chronology`)
  await page.emulateMedia({ media: 'print' })
  assert.equal(await page.locator('.candour-pages').isVisible(), false)
  assert.equal(await page.locator('.candour-timeline').isVisible(), true)
  await page.pdf({ path: join(pictures, 'chronology.pdf'), format: 'A4' })
})
