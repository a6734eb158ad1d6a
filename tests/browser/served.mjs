// Makes the demonstration's ledger in a folder of its own and serves it, as somebody would.

import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const program = process.env.CANDOUR ?? join(import.meta.dirname, '../../target/debug/candour')

export async function served () {
  const place = mkdtempSync(join(tmpdir(), 'candour-'))
  const ledger = join(place, 'ledger')
  const made = spawnSync(program, ['demo', '--no-serve', '--quiet', '--ledger', ledger])
  if (made.status !== 0) throw new Error(String(made.stderr))
  const arguments_ = ['serve', '--port', '0', '--json', '--ledger', ledger, '--requests-per-second', '1000']
  let server
  const begun = async (port) => {
    arguments_[2] = port
    server = spawn(program, arguments_, { stdio: ['ignore', 'pipe', 'inherit'] })
    return new Promise((resolve, reject) => {
      let said = ''
      server.stdout.on('data', (more) => {
        said += more
        const found = said.match(/"listening": "(.*)"/)
        if (found) resolve(found[1])
      })
      server.on('exit', () => reject(new Error(`it ended: ${said}`)))
    })
  }
  const ended = (signal) => {
    const end = new Promise((resolve) => server.on('exit', resolve))
    server.kill(signal)
    return end
  }
  const address = await begun('0')
  const stop = async () => {
    await ended('SIGTERM')
    rmSync(place, { recursive: true })
  }
  // Kills the server, and begins it again at the same address.
  const again = async () => {
    await ended('SIGKILL')
    await begun(new URL(address).port)
  }
  return { address, stop, again }
}

// Signs in as the first person of the list, in a browser's context.
export async function signedIn (page, address) {
  await page.goto(`${address}/sign-in?to=/cases`)
  await page.getByRole('button', { name: 'Continue as N. Adeyemi' }).click()
  const link = page.getByRole('link', { name: 'ASH-1' })
  const href = await link.getAttribute('href')
  return href.split('/').pop()
}

// The identifier of the child Mia, as the case's page links her.
export async function childOf (page, address, id) {
  await page.goto(`${address}/cases/${id}`)
  const href = await page.getByRole('link', { name: 'Mia', exact: true }).first().getAttribute('href')
  return href.split('/').pop()
}
