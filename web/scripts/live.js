// Says below a page that shows a list how many entries were recorded since it was answered, and offers to show
// them. Nothing that is being read is moved. Without this script a page is as it was answered.
const AGAIN_MS = 60_000

let said
let source
let told = 0

const tell = (count) => {
  if (!(count > told)) return
  told = count
  const link = document.createElement('a')
  link.className = 'govuk-link'
  link.href = location.href
  link.textContent = count === 1 ? 'Show it' : 'Show them'
  said.replaceChildren(count === 1 ? '1 new entry. ' : `${count} new entries. `, link)
}
const leave = () => {
  source?.close()
  source = undefined
}
const listen = () => {
  // A browser opens few connections to one service, so only the page that is looked at has one.
  if (!said || source || document.visibilityState === 'hidden') return
  source = new EventSource(said.dataset.candourLive)
  source.addEventListener('entries', (event) => tell(Number(event.data)))
  source.addEventListener('error', () => {
    if (source?.readyState !== EventSource.CLOSED) return
    leave()
    setTimeout(listen, AGAIN_MS)
  })
}
// What the page says of now may give way to an answer of another moment, which is told of nothing.
const begin = () => {
  const found = document.querySelector('[data-candour-live]')
  if (found === said) return
  leave()
  said = found
  told = 0
  listen()
}

document.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'hidden') leave()
  else listen()
})
document.addEventListener('htmx:after:settle', begin)
addEventListener('pagehide', leave)
addEventListener('pageshow', listen)
begin()
