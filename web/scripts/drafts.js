// Keeps what is being written as a draft on the server, and says so below the form. Without this script a
// form is kept when it is sent: nothing here is needed to record.
const EVERY_MS = 15_000
const AFTER_TYPING_MS = 2_000
const NOT_KEPT = {
  401: 'This is not kept: you are signed out. Sign in in another tab; what you wrote stays here.',
  409: 'This was recorded. What you write here now is kept when you check or save it.'
}

const form = document.querySelector('form[data-candour-draft]')
const said = document.querySelector('[data-candour-kept]')

if (form && said) {
  let changed = false
  let sending = false
  let waiting

  const fields = () => {
    const data = new URLSearchParams(new FormData(form))
    data.set('do', 'keep')
    return data
  }
  const time = () => new Date().toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' })

  const keep = async () => {
    clearTimeout(waiting)
    if (!changed || sending) return
    changed = false
    sending = true
    try {
      const answer = await fetch(form.action, { method: 'POST', body: fields(), redirect: 'manual' })
      if (answer.status === 204) {
        said.textContent = `Kept as a draft at ${time()}.`
      } else {
        changed = true
        said.textContent = NOT_KEPT[answer.status] ??
          'This is not kept yet. Save the form to see why; what you wrote stays here.'
      }
    } catch {
      changed = true
      said.textContent = 'This is not kept yet: the service cannot be reached. What you wrote stays here.'
    } finally {
      sending = false
    }
  }

  form.addEventListener('input', () => {
    changed = true
    clearTimeout(waiting)
    waiting = setTimeout(keep, AFTER_TYPING_MS)
  })
  setInterval(keep, EVERY_MS)
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden' && changed) {
      navigator.sendBeacon(form.action, fields())
    }
  })
  form.addEventListener('submit', () => {
    changed = false
    clearTimeout(waiting)
  })
}
