// Starts what the pages use of the packages. The pages work without any of it.
import { initAll } from './govuk-frontend.js'

document.body.classList.add('js-enabled', 'govuk-frontend-supported')
initAll()

// An answer that took the place of the main part of a page is started as a page is, and is where one reads on.
document.addEventListener('htmx:after:settle', () => {
  const main = document.querySelector('#main-content')
  if (!main.querySelector('.govuk-error-summary')) main.focus()
  initAll({ scope: main })
})
