// Records by every form in a real browser: by the keyboard alone, and without JavaScript. Every state of a form
// is looked at by axe and at three widths: empty, with errors, checked, recorded. A draft is there after the
// server was killed and begun again. Set PICTURES and CANDOUR as for the other tests.

import assert from 'node:assert/strict'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'

import { WIDTHS, faults, launched } from './browser.mjs'
import { served, signedIn } from './served.mjs'

const pictures = join(import.meta.dirname, 'pictures')

// What is filled into each form beside whom it concerns and when: by the beginnings of the names of fields.
const FORMS = {
  'raise-concern': { account: 'He said "no". <b>', origin: 'first_hand', status: 'observed', family_told: 'not_told', 'family_told-why': 'It was not safe.' },
  'record-observation': { account: 'A red coat.', origin: 'described', 'origin-described': 'a neighbour', status: 'alleged' },
  'disclose-information': { to: 'agency', 'to-agency': 2, said: 'What was seen.', channel: 'telephone', origin: 'first_hand' },
  'decide-not-to-share': { with: 'agency', 'with-agency': 2, ground: 'legal_bar', reason: 'A court order.' },
  'answer-request': { request: 'not-in-this-ledger', reply: 'nothing_known', 'reply-searched': 'The index.', origin: 'first_hand' },
  'convene-strategy-discussion': { trigger: 'A bruise.', 'planned-date': '1/12/2026' },
  'hold-strategy-discussion': { account: 'What to do.', format: 'call', others: 'A neighbour' },
  'decide-threshold': { discussion: 1, decision: 'section47_joint', rationale: 'Harm is suspected.', dissent: 'nobody' },
  'offer-fgdm': { to: 1, capacity: 'parent', account: 'At home.' },
  'answer-fgdm': { offer: 'not-in-this-ledger', by: 1, answer: 'deferred', 'answer-defer_reason': 'legal_advice' },
  'hold-conference': { kind: 'review', decision: 'no_plan', rationale: 'No harm is likely.' },
  'review-plan': { plan: 1, account: 'It works.', next_review: '1/12/2026' }
}

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

// Everything that is answered in a form, as fields: those of each child have the child's identifier.
async function answers (page, form) {
  const given = { 'occurred-date': '20/11/2026', ...FORMS[form] }
  const children = await page.locator('[name=children]').count()
  const fields = []
  if (children > 0) fields.push(['children', await page.locator('[name=children]').first().getAttribute('value')])
  for (const [name, value] of Object.entries(given)) {
    if (form === 'hold-conference' && name === 'decision') {
      const names = await page.locator('[name^=decision-]').evaluateAll((all) => [...new Set(all.map((it) => it.name))])
      for (const own of names.filter((it) => !it.includes('category'))) fields.push([own, value])
    } else fields.push([name, value])
  }
  return fields
}

// Presses Tab until the field has the focus: whoever has no mouse gets there, or does not.
async function tabTo (page, matches) {
  for (let step = 0; step < 400; step++) {
    await page.keyboard.press('Tab')
    if (await page.evaluate(matches.test, matches.of)) return
  }
  throw new Error(`the keyboard does not reach ${JSON.stringify(matches.of)}`)
}

const field = (name) => ({
  of: name,
  test: (name) => document.activeElement.name === name
})
const button = (words) => ({
  of: words,
  test: (words) => document.activeElement.tagName === 'BUTTON' && document.activeElement.textContent === words
})

// Fills in a field that has the focus, with the keyboard alone.
async function type (page, name, value) {
  const kind = await page.evaluate(() => {
    const it = document.activeElement
    return it.tagName === 'SELECT' ? 'select' : it.type
  })
  if (kind === 'radio') {
    const place = await page.evaluate(([name, value]) => {
      const all = [...document.getElementsByName(name)]
      return all.findIndex((it) => it.value === value)
    }, [name, value])
    assert.ok(place >= 0, `${name} has no ${value}`)
    await page.keyboard.press('Space')
    for (let step = 0; step < place; step++) await page.keyboard.press('ArrowDown')
  } else if (kind === 'checkbox') {
    await page.keyboard.press('Space')
  } else if (kind === 'select') {
    const place = await page.evaluate((value) => {
      const all = [...document.activeElement.options]
      return typeof value === 'number' ? value : all.findIndex((it) => it.value === value)
    }, value)
    for (let step = 0; step < place; step++) await page.keyboard.press('ArrowDown')
  } else {
    await page.keyboard.type(String(value))
  }
}

// Fills in a field without a script in the page.
async function put (page, name, value) {
  const all = page.locator(`[name="${name}"]`)
  const first = all.first()
  const kind = await first.evaluate((it) => it.tagName === 'SELECT' ? 'select' : it.type)
  if (kind === 'radio' || kind === 'checkbox') await page.locator(`[name="${name}"][value="${value}"]`).check()
  else if (kind === 'select') await first.selectOption(typeof value === 'number' ? { index: value } : value)
  else await first.fill(String(value))
}

async function picture (page, name) {
  if (!process.env.PICTURES) return
  await page.screenshot({ path: join(pictures, `${name}-${page.viewportSize().width}.png`), fullPage: true })
}

for (const form of Object.keys(FORMS)) {
  test(`${form} is recorded by the keyboard alone`, async () => {
    const page = await (await browser.newContext({ viewport: { width: 1280, height: 900 } })).newPage()
    const refused = []
    page.on('console', (said) => { if (said.type() === 'error' && !said.text().includes('422')) refused.push(said.text()) })
    page.on('pageerror', (error) => refused.push(String(error)))
    const id = await signedIn(page, service.address)
    const states = []
    const look = async (state) => {
      for (const width of WIDTHS) {
        await page.setViewportSize({ width, height: 900 })
        states.push(...await faults(page, `${form} ${state} at ${width}`))
        await picture(page, `form-${form}-${state}`)
      }
      await page.setViewportSize({ width: 1280, height: 900 })
    }
    await page.goto(`${service.address}/cases/${id}/record/${form}`)
    await look('empty')
    await tabTo(page, button('Check your answers'))
    await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')])
    await look('errors')
    // The summary has the focus, and each of its links leads to a field.
    assert.equal(await page.evaluate(() => document.activeElement.className), 'govuk-error-summary')
    const links = await page.locator('.govuk-error-summary__list a').evaluateAll((all) => all.map((it) => it.hash))
    for (const link of links) assert.equal(await page.locator(link).count(), 1, `${link} leads to nothing`)
    await page.goto(`${service.address}/cases/${id}/record/${form}`)
    for (const [name, value] of await answers(page, form)) {
      await tabTo(page, field(name))
      await type(page, name, value)
    }
    await tabTo(page, button('Check your answers'))
    await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')])
    assert.equal(await page.locator('h1').textContent(), 'Check your answers', await page.locator('main').textContent())
    await look('check')
    await tabTo(page, button('Record it'))
    await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')])
    assert.match(await page.locator('main').textContent(), /Recorded as entry/)
    await look('recorded')
    assert.deepEqual([...states, ...refused], [])
    await page.context().close()
  })

  test(`${form} is recorded without JavaScript`, async () => {
    const context = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 320, height: 700 } })
    const page = await context.newPage()
    const id = await signedIn(page, service.address)
    await page.goto(`${service.address}/cases/${id}/record/${form}`)
    for (const [name, value] of await answers(page, form)) await put(page, name, value)
    await page.getByRole('button', { name: 'Check your answers' }).click()
    assert.equal(await page.locator('h1').textContent(), 'Check your answers', await page.locator('main').textContent())
    await page.getByRole('button', { name: 'Record it' }).click()
    assert.match(await page.locator('main').textContent(), /Recorded as entry/)
    await context.close()
  })
}

test('a draft is there after the server was killed and begun again', async () => {
  const page = await (await browser.newContext()).newPage()
  const id = await signedIn(page, service.address)
  await page.goto(`${service.address}/cases/${id}/record/raise-concern`)
  const kept = page.waitForResponse((answer) => answer.request().method() === 'POST' && answer.status() === 204)
  await page.locator('#account').fill('Words that nobody may lose.\nA second line.')
  await kept
  await page.locator('[data-candour-kept]', { hasText: 'Kept as a draft' }).waitFor()
  await service.again()
  // Whoever was signed in is not any more: what is sent now comes back.
  await page.locator('#document').evaluate((it) => { it.value = 'F/1' })
  await page.getByRole('button', { name: 'Save and come back later' }).click()
  assert.equal(await page.locator('h1').textContent(), 'You were signed out')
  assert.match(await page.locator('main').textContent(), /Words that nobody may lose\./)
  const states = await faults(page, 'signed out')
  const tab = await page.context().newPage()
  await signedIn(tab, service.address)
  await tab.goto(`${service.address}/drafts`)
  states.push(...await faults(tab, 'drafts'))
  await tab.getByRole('link', { name: 'Raise a concern', exact: true }).first().click()
  assert.equal(await tab.locator('#account').inputValue(), 'Words that nobody may lose.\nA second line.')
  // The form that came back is sent again, and is the same draft.
  await page.getByRole('button', { name: 'Send the form again' }).click()
  assert.equal(await page.locator('h1').textContent(), 'Your drafts')
  assert.equal(await page.locator('tbody tr').count(), 1)
  await picture(page, 'drafts')
  await page.getByRole('link', { name: /^Delete/ }).click()
  states.push(...await faults(page, 'delete'))
  await page.getByRole('button', { name: 'Delete the draft' }).click()
  assert.match(await page.locator('main').textContent(), /You have no drafts/)
  assert.deepEqual(states, [])
})

test('a concern that is recorded is announced live to whoever reads the chronology', async () => {
  const reader = await (await browser.newContext({ viewport: { width: 320, height: 700 } })).newPage()
  const id = await signedIn(reader, service.address)
  await reader.goto(`${service.address}/cases/${id}/chronology`)
  await reader.evaluate(() => scrollTo(0, 600))
  const read = () => reader.evaluate(() => [scrollY, [...document.querySelectorAll('main > :not([data-candour-live])')].map((it) => it.textContent)])
  const before = await read()
  const earlier = await reader.context().newPage()
  await earlier.goto(`${service.address}/cases/${id}/chronology?on-record=24/2/2026`)
  assert.equal(await earlier.locator('[data-candour-live]').count(), 0)
  await earlier.close()
  await reader.bringToFront()
  const writer = await (await browser.newContext({ javaScriptEnabled: false })).newPage()
  await signedIn(writer, service.address)
  await writer.goto(`${service.address}/cases/${id}/record/raise-concern`)
  for (const [name, value] of await answers(writer, 'raise-concern')) await put(writer, name, value)
  await put(writer, 'account', 'Said by nobody before.')
  await writer.getByRole('button', { name: 'Check your answers' }).click()
  await writer.getByRole('button', { name: 'Record it' }).click()
  const notice = reader.locator('[data-candour-live]')
  await notice.filter({ hasText: '1 new entry. Show it' }).waitFor()
  assert.deepEqual(await read(), before)
  const states = await faults(reader, 'a notice of a new entry')
  await picture(reader, 'live')
  await notice.getByRole('link').click()
  await reader.getByText('Said by nobody before.').first().waitFor()
  assert.equal(await reader.locator('[data-candour-live]').textContent(), '')
  assert.deepEqual(states, [])
})
